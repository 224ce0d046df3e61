import type { Random } from '../../math/random.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { checkCheckpoint } from './checkpoint.ts';
import { fitScaler, ScaledPredictor, scaleEpisode, scaleTask } from './feature-scaler.ts';
import { compilerOf } from './graph/compile-program.ts';
import type { Compiler } from './graph/program.ts';
import type { RowSettings } from './learner-settings.ts';
import type {
  Adaptation,
  Checkpoint,
  EpisodeSource,
  FeatureScaler,
  LearnerFactory,
  MetaLearner,
  MetaStepReport,
  Predictor,
  SampleSet,
} from './meta-learner.ts';
import type { Adapter, Method } from './method.ts';
import { checkSamples } from './sample-rows.ts';
import { TrainingThreads } from './training-threads.ts';

/**
 * An adaptation whose support loss ends above this multiple of where it began has diverged, even where tanh units
 * keep its numbers finite: gradient descent with a fit step size lowers the loss.
 */
const DIVERGENCE_RATIO = 10;

/**
 * The factory of the learner that a method makes. `compile` makes the graphs runnable, by default on the executor and
 * in the precision that the settings name.
 */
export function learnerFactory(
  settings: RowSettings,
  methodFor: (featureCount: number) => Method,
  compile?: Compiler,
): LearnerFactory {
  requireFloat32(settings);
  const compiler = compile ?? compilerOf(settings);
  const checkedMethod = (featureCount: number): Method => {
    if (!Number.isInteger(featureCount) || featureCount < 1) {
      const rule = 'a learner has at least one feature';
      throw new RegimetaError('E_LEARNER_SHAPE', { place: 'learner', rule, found: String(featureCount) });
    }
    return methodFor(featureCount);
  };
  const stored = { ...settings };
  return {
    settings: stored,
    compiledBy: (other, executedBy) => ({
      ...learnerFactory(settings, methodFor, other),
      settings: { ...stored, executedBy },
    }),
    create(featureCount, random) {
      const method = checkedMethod(featureCount);
      const parameters = method.initialise(random);
      return new GradientLearner(method, { parameters, scaler: null }, stored, compiler);
    },
    restore(checkpoint) {
      const method = checkedMethod(checkpoint.featureCount);
      const { trained, bound } = method;
      checkCheckpoint(checkpoint, { name: nameOf(method), trained, bound });
      const { parameters, scaler } = structuredClone(checkpoint);
      return new GradientLearner(method, { parameters, scaler: scaler ?? null }, stored, compiler);
    },
  };
}

/** TensorFlow.js has no wider numbers. */
function requireFloat32({ executor, precision }: RowSettings): void {
  if (executor !== 'tensorflow' || precision === 'float32') return;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: 'learner.precision',
    rule: "the executor 'tensorflow' computes in 'float32'",
    found: precision,
    repair: "Set precision: 'float32', or another executor",
  });
}

function nameOf({ name, network }: Method): string {
  return `${name} ${network.sizes.join('-')}`;
}

/** What training makes of a learner. */
interface LearnerState {
  readonly parameters: Float64Array;
  /** Null for features as they come. */
  readonly scaler: FeatureScaler | null;
}

/** A method at work: its trained parameters, and its two programs, each compiled when it is first needed. */
class GradientLearner implements MetaLearner {
  readonly name: string;
  readonly featureCount: number;
  readonly usesPast: boolean;
  readonly holdsPortfolios: boolean;
  readonly #method: Method;
  readonly #settings: Readonly<Record<string, unknown>>;
  readonly #compile: Compiler;
  readonly #parameters: Float64Array;
  #scaler: FeatureScaler | null;
  #adapter: Adapter | null = null;

  constructor(
    method: Method,
    { parameters, scaler }: LearnerState,
    settings: Readonly<Record<string, unknown>>,
    compile: Compiler,
  ) {
    this.name = nameOf(method);
    this.featureCount = method.network.sizes[0]!;
    this.usesPast = method.usesPast ?? false;
    this.holdsPortfolios = method.portfolios ?? false;
    this.#method = method;
    this.#settings = settings;
    this.#compile = compile;
    this.#parameters = parameters;
    this.#scaler = scaler;
  }

  initial(): Predictor {
    return this.#scaled(this.#method.initial(this.#parameters));
  }

  #scaled(predictor: Predictor): Predictor {
    return this.#scaler === null ? predictor : new ScaledPredictor(predictor, this.#scaler);
  }

  adapt(support: SampleSet, past: readonly SampleSet[] = []): Adaptation {
    checkSamples(support, this.featureCount, 'support set');
    past.forEach((task, place) => {
      checkSamples(task, this.featureCount, `past task ${place}`);
    });
    this.#adapter ??= this.#method.adapter(this.#compile);
    const scaler = this.#scaler;
    const source = scaler === null ? { support, past } : scaleTask({ support, past }, scaler);
    const { predictor, ...outcome } = this.#adapter(this.#parameters, source);
    const { lossBefore, lossAfter, gradientNorm } = outcome;
    this.#requireFinite(lossBefore, gradientNorm);
    if (predictor === null || this.#hasDiverged(lossBefore, lossAfter)) {
      return { ...outcome, predictor: this.initial(), lossAfter: lossBefore, diverged: true, steps: 0 };
    }
    return {
      ...outcome,
      predictor: this.#scaled(predictor),
      diverged: false,
      steps: this.#method.steps,
    };
  }

  /** The loss of a portfolio is bounded as its scores are, and may be below 0, so that no ratio says anything. */
  #hasDiverged(lossBefore: number, lossAfter: number): boolean {
    if (this.#method.portfolios) return !Number.isFinite(lossAfter);
    return !(lossAfter <= DIVERGENCE_RATIO * lossBefore);
  }

  *train(episodes: EpisodeSource, random: Random): Generator<MetaStepReport, void, void> {
    const { parameterCount } = this.#method.trained;
    if (parameterCount === 0 || this.#method.isTrained === false) return;
    const program = new TrainingThreads(this.#method, this.#compile, this.#method.settings.threads);
    try {
      yield* this.#steps(program, episodes, random);
    } finally {
      program.close();
    }
  }

  *#steps(
    program: TrainingThreads,
    episodes: EpisodeSource,
    random: Random,
  ): Generator<MetaStepReport, void, void> {
    const { metaSteps, tasksPerStep } = this.#method.settings;
    const outerStep = this.#method.outerStep();
    const gradient = new Float64Array(this.#method.trained.parameterCount);
    const scaler = this.#fitScaler(episodes, random);
    for (let step = 1; step <= metaSteps; step++) {
      for (let task = 0; task < tasksPerStep; task++) {
        const episode = episodes(random);
        program.load(task, scaler === null ? episode : scaleEpisode(episode, scaler), random);
      }
      program.run(this.#parameters);
      const { queryLoss, tasksDiverged } = this.#gather(program, gradient);
      if (tasksDiverged < tasksPerStep) outerStep(this.#parameters, gradient, step);
      yield { step, steps: metaSteps, queryLoss, tasksDiverged };
    }
  }

  /** The scaler of the first training holds for later ones too. */
  #fitScaler(episodes: EpisodeSource, random: Random): FeatureScaler | null {
    if (this.#method.settings.scaling === 'standard') {
      this.#scaler ??= fitScaler(episodes, random.split('scaler'), this.featureCount);
    }
    return this.#scaler;
  }

  /**
   * Takes the mean outer gradient over the tasks whose loss and gradient are finite. A task that diverged counts in
   * the loss with the unadapted network, which is what `adapt` would return for it.
   */
  #gather(
    program: TrainingThreads,
    gradient: Float64Array,
  ): Pick<MetaStepReport, 'queryLoss' | 'tasksDiverged'> {
    const { tasksPerStep } = this.#method.settings;
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
        lossTotal += program.queryLossOf(this.#method.initial(this.#parameters), task);
      }
    }
    this.#requireFinite(lossTotal, 0);
    const tasksTaken = Math.max(1, tasksPerStep - tasksDiverged);
    for (let i = 0; i < gradient.length; i++) gradient[i]! /= tasksTaken;
    return { queryLoss: lossTotal / tasksPerStep, tasksDiverged };
  }

  lossOf(predictor: Predictor, samples: SampleSet): number {
    return this.#method.lossOf(predictor, samples);
  }

  checkpoint(): Checkpoint {
    return {
      learner: this.name,
      settings: { ...this.#settings },
      featureCount: this.featureCount,
      parameters: this.#parameters.slice(),
      tensors: this.#method.trained.tensors,
      ...(this.#scaler === null ? {} : { scaler: structuredClone(this.#scaler) }),
    };
  }

  /** Without any adaptation the loss overflows only where features or labels are far out of scale. */
  #requireFinite(loss: number, gradientNorm: number): void {
    if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return;
    throw new RegimetaError('E_INVARIANT', {
      place: this.#method.name,
      rule: 'the loss of the initialisation and its gradient are finite',
      found: `loss ${loss}, gradient norm ${gradientNorm}`,
      repair: 'Scale the features and the labels to about unit variance',
    });
  }
}
