import { type Random, randomFrom } from '../src/math/random.ts';
import { anil } from '../src/strategy/learn/anil.ts';
import { anilRidge } from '../src/strategy/learn/anil-ridge.ts';
import { compileKernels } from '../src/strategy/learn/graph/compile.ts';
import { maml, mamlMethod } from '../src/strategy/learn/maml.ts';
import { type MamlSettings, resolveMamlSettings } from '../src/strategy/learn/maml-settings.ts';
import type { Episode, LearnerFactory, SampleSet } from '../src/strategy/learn/meta-learner.ts';
import { TrainingProgram } from '../src/strategy/learn/training-program.ts';
import { addHandMetaGradient, handScratch } from './hand-written-maml.ts';

const FEATURES = 10;
const HIDDEN = 32;
const TASKS = 25;
const SHOTS = 10;
const INNER_RATE = 0.01;

/** The network and the batch that `design.md` measures other engines with. */
const FEW_SHOT: MamlSettings = {
  hidden: [HIDDEN],
  tasksPerStep: TASKS,
  supportCapacity: SHOTS,
  queryCapacity: SHOTS,
  innerRate: INNER_RATE,
  innerClip: null,
};

/** A size that strategies use: many rows, few tasks. */
const TYPICAL: MamlSettings = { ...FEW_SHOT, tasksPerStep: 8, supportCapacity: 128, queryCapacity: 128 };

/** The learner whose adaptation is measured. */
const ADAPTED = { hidden: [HIDDEN], supportCapacity: 64 } as const;

function randomRows(random: Random, rows: number): SampleSet {
  const features = Float64Array.from({ length: rows * FEATURES }, () => random.normal());
  const labels = Float64Array.from({ length: rows }, () => random.normal());
  return { rows, featureCount: FEATURES, features, labels };
}

function randomEpisodes(count: number, rows: number): readonly Episode[] {
  const random = randomFrom(1).split('episodes');
  return Array.from({ length: count }, () => ({
    support: randomRows(random, rows),
    query: randomRows(random, rows),
  }));
}

/** The median over `repeats` of the milliseconds that one call takes, after as many calls to warm up. */
function medianMs(repeats: number, call: () => void): number {
  for (let i = 0; i < repeats; i++) call();
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    call();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(repeats / 2)]!;
}

/** One whole meta-step of the learner: rows copied, gradient, mean, Adam. */
function metaStepMs(settings: MamlSettings, rows: number): number {
  const pool = randomEpisodes(50, rows);
  const learner = maml({ ...settings, metaSteps: 1_000_000 }).create(FEATURES, randomFrom(2));
  let drawn = 0;
  const steps = learner.train(() => pool[drawn++ % pool.length]!, randomFrom(3));
  let loss = 0;
  const median = medianMs(60, () => {
    loss += (steps.next().value as { queryLoss: number }).queryLoss;
  });
  if (!Number.isFinite(loss)) throw new Error('the training of the benchmark diverged');
  return median;
}

/**
 * The time of the compiled meta-gradient of a batch over that of hand-written loops; below 1 the graph is faster.
 * The two take turns, so that other load on the machine falls on both.
 */
function handLoopRatio(): number {
  const settings = resolveMamlSettings({ ...FEW_SHOT, innerSteps: 1 });
  const method = mamlMethod(settings, FEATURES);
  const parameters = method.initialise(randomFrom(2));
  const episodes = randomEpisodes(TASKS, SHOTS);
  const program = new TrainingProgram(method, compileKernels);
  for (let task = 0; task < TASKS; task++) program.load(task, episodes[task]!, randomFrom(1));
  const total = new Float64Array(parameters.length);
  const compiled = (): void => {
    program.run(parameters);
    for (let task = 0; task < TASKS; task++) program.addGradient(task, total);
  };
  const scratch = handScratch(FEATURES, HIDDEN, SHOTS);
  const tasks = episodes.map(({ support, query }) => ({
    support: { ...support, hidden: HIDDEN },
    query: { ...query, hidden: HIDDEN },
    rate: INNER_RATE,
  }));
  const byHand = (): void => {
    for (const task of tasks) addHandMetaGradient(parameters, task, scratch, total);
  };
  const rounds = Array.from({ length: 15 }, () => medianMs(10, compiled) / medianMs(10, byHand));
  return rounds.sort((a, b) => a - b)[7]!;
}

function predictUs(): number {
  const predictor = maml({ hidden: [HIDDEN] })
    .create(FEATURES, randomFrom(2))
    .initial();
  const row = randomRows(randomFrom(4), 1).features;
  const calls = 20_000;
  let sum = 0;
  const milliseconds = medianMs(15, () => {
    for (let i = 0; i < calls; i++) {
      row[0] = i / calls;
      sum += predictor.predict(row);
    }
  });
  if (!Number.isFinite(sum)) throw new Error('a prediction of the benchmark is not finite');
  return (1000 * milliseconds) / calls;
}

function adaptMs(factory: LearnerFactory): number {
  const learner = factory.create(FEATURES, randomFrom(2));
  const support = randomRows(randomFrom(5), 64);
  return medianMs(100, () => {
    if (learner.adapt(support).diverged) throw new Error('the adaptation of the benchmark diverged');
  });
}

/**
 * What learning costs, in the unit that each name holds: whole second-order meta-steps with 1 and 5 inner steps
 * (10→32→1 tanh, 25 tasks, 10 + 10 shots) and with 3 (8 tasks, 128 + 128 rows), one prediction, and adaptations to
 * 64 rows: 5 steps of all layers, 5 of the output layer, and a closed form. `hand_loop_ratio_1` is a ratio without
 * unit. Medians on one thread, float64.
 */
export async function learningBench(): Promise<Record<string, number>> {
  return {
    meta_step_ms_1: metaStepMs({ ...FEW_SHOT, innerSteps: 1 }, SHOTS),
    meta_step_ms_5: metaStepMs({ ...FEW_SHOT, innerSteps: 5 }, SHOTS),
    meta_step_ms_128_rows: metaStepMs({ ...TYPICAL, innerSteps: 3, innerClip: 10 }, 128),
    hand_loop_ratio_1: handLoopRatio(),
    predict_us: predictUs(),
    adapt_ms: adaptMs(maml({ ...ADAPTED, innerSteps: 5 })),
    adapt_ms_anil: adaptMs(anil({ ...ADAPTED, innerSteps: 5 })),
    adapt_ms_ridge: adaptMs(anilRidge(ADAPTED)),
  };
}
