import { euclideanNorm } from '../../math/euclidean-norm.ts';
import type { Random } from '../../math/random.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { initAdam, updateAdam } from './adam.ts';
import { AdaptationProgram } from './adaptation-program.ts';
import { compileKernels } from './graph/compile.ts';
import type { Compiler } from './graph/program.ts';
import { checkCheckpoint } from './maml-checkpoint.ts';
import { type MamlSettings, type MamlSettingsFull, resolveMamlSettings } from './maml-settings.ts';
import type {
  Adaptation,
  Checkpoint,
  EpisodeSource,
  LearnerFactory,
  MetaLearner,
  MetaStepReport,
  Predictor,
  SampleSet,
} from './meta-learner.ts';
import { initialParameters, multilayerPerceptron, type Network } from './network.ts';
import { NetworkPredictor } from './network-predictor.ts';
import { checkSamples } from './sample-rows.ts';
import { TrainingProgram } from './training-program.ts';

/**
 * An adaptation whose support loss ends above this multiple of where it began has diverged, even where tanh units
 * keep its numbers finite: gradient descent with a fit step size lowers the loss.
 */
const DIVERGENCE_RATIO = 10;

/**
 * Model-agnostic meta-learning (Finn, Abbeel & Levine 2017) of a fully connected network with one output, under the
 * mean squared error: training looks for an initialisation from which `innerSteps` steps of gradient descent on
 * a support set give a low loss on the query rows after it. Adam moves the initialisation along the mean of the
 * tasks' meta-gradients, which are exact to second order unless `order` is `'first'`.
 *
 * E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are outside their ranges. `compile` makes the
 * graphs runnable, by default as loops over typed arrays of the precision that the settings name.
 */
export function maml(settings: MamlSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveMamlSettings(settings);
  const compiler = compile ?? ((outputs) => compileKernels(outputs, full.precision));
  const networkFor = (featureCount: number): Network => {
    if (!Number.isInteger(featureCount) || featureCount < 1) {
      const rule = 'a learner has at least one feature';
      throw new RegimetaError('E_LEARNER_SHAPE', { place: 'maml', rule, found: String(featureCount) });
    }
    return multilayerPerceptron([featureCount, ...full.hidden, 1], full.activation);
  };
  return {
    settings: { ...full },
    create(featureCount, random) {
      const network = networkFor(featureCount);
      return new Maml(full, network, initialParameters(network, full.weightDeviation, random), compiler);
    },
    restore(checkpoint) {
      const network = networkFor(checkpoint.featureCount);
      checkCheckpoint(checkpoint, { name: nameOf(full, network), network });
      return new Maml(full, network, checkpoint.parameters.slice(), compiler);
    },
  };
}

function nameOf(settings: MamlSettingsFull, network: Network): string {
  return `${settings.order === 'second' ? 'maml' : 'fomaml'} ${network.sizes.join('-')}`;
}

class Maml implements MetaLearner {
  readonly name: string;
  readonly featureCount: number;
  readonly #settings: MamlSettingsFull;
  readonly #network: Network;
  readonly #compile: Compiler;
  readonly #parameters: Float64Array;
  #adaptation: AdaptationProgram | null = null;

  constructor(settings: MamlSettingsFull, network: Network, parameters: Float64Array, compile: Compiler) {
    this.name = nameOf(settings, network);
    this.featureCount = network.sizes[0]!;
    this.#settings = settings;
    this.#network = network;
    this.#compile = compile;
    this.#parameters = parameters;
  }

  initial(): Predictor {
    return new NetworkPredictor(this.#network, this.#parameters);
  }

  adapt(support: SampleSet): Adaptation {
    checkSamples(support, this.featureCount, 'support set');
    this.#adaptation ??= new AdaptationProgram(this.#network, this.#settings, this.#compile);
    const result = this.#adaptation.run(this.#parameters, support);
    const { lossBefore, lossAfter, gradientNorm } = result;
    requireFinite(lossBefore, gradientNorm);
    const adapted = result.parameters.every((value) => Number.isFinite(value));
    if (!adapted || !(lossAfter <= DIVERGENCE_RATIO * lossBefore)) {
      const unchanged = { predictor: this.initial(), lossBefore, lossAfter: lossBefore, gradientNorm };
      return { ...unchanged, diverged: true, steps: 0 };
    }
    const predictor = new NetworkPredictor(this.#network, result.parameters);
    const steps = this.#settings.innerSteps;
    return { predictor, diverged: false, steps, lossBefore, lossAfter, gradientNorm };
  }

  *train(episodes: EpisodeSource, random: Random): Generator<MetaStepReport, void, void> {
    const { metaSteps, tasksPerStep, outerRate, outerClip } = this.#settings;
    const program = new TrainingProgram(this.#network, this.#settings, this.#compile);
    const adam = initAdam(this.#network.parameterCount);
    const gradient = new Float64Array(this.#network.parameterCount);
    for (let step = 1; step <= metaSteps; step++) {
      for (let task = 0; task < tasksPerStep; task++) program.load(task, episodes(random));
      program.run(this.#parameters);
      const { queryLoss, tasksDiverged } = this.#gather(program, gradient);
      if (tasksDiverged < tasksPerStep) {
        clipTo(gradient, outerClip);
        updateAdam(adam, this.#parameters, gradient, outerRate);
      }
      yield { step, steps: metaSteps, queryLoss, tasksDiverged };
    }
  }

  /**
   * Takes the mean meta-gradient over the tasks whose loss and gradient are finite. A task that diverged counts in
   * the loss with the unadapted network, which is what `adapt` would return for it.
   */
  #gather(
    program: TrainingProgram,
    gradient: Float64Array,
  ): Pick<MetaStepReport, 'queryLoss' | 'tasksDiverged'> {
    const { tasksPerStep } = this.#settings;
    let tasksDiverged = 0;
    let lossTotal = 0;
    gradient.fill(0);
    for (let task = 0; task < tasksPerStep; task++) {
      const loss = program.queryLoss(task);
      if (Number.isFinite(loss) && Number.isFinite(program.gradientSquare(task))) {
        program.addGradient(task, gradient);
        lossTotal += loss;
      } else {
        tasksDiverged++;
        lossTotal += program.queryLossOf(this.initial(), task);
      }
    }
    requireFinite(lossTotal, 0);
    const tasksTaken = Math.max(1, tasksPerStep - tasksDiverged);
    for (let i = 0; i < gradient.length; i++) gradient[i]! /= tasksTaken;
    return { queryLoss: lossTotal / tasksPerStep, tasksDiverged };
  }

  checkpoint(): Checkpoint {
    return {
      learner: this.name,
      settings: { ...this.#settings },
      featureCount: this.featureCount,
      parameters: this.#parameters.slice(),
    };
  }
}

/** Scales the vector down in place to the norm `limit` where it is longer. */
function clipTo(vector: Float64Array, limit: number | null): void {
  if (limit === null) return;
  const norm = euclideanNorm(vector);
  if (norm <= limit) return;
  for (let i = 0; i < vector.length; i++) vector[i]! *= limit / norm;
}

/** Without any adaptation the loss overflows only where features or labels are far out of scale. */
function requireFinite(loss: number, gradientNorm: number): void {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
  throw new RegimetaError('E_INVARIANT', {
    place: 'maml',
    rule: 'the loss of the initialisation and its gradient are finite',
    found: `loss ${loss}, gradient norm ${gradientNorm}`,
    repair: 'Scale the features and the labels to about unit variance',
  });
}
