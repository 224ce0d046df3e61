import { type Random, randomFrom } from '../src/math/random.ts';
import { loadTensorFlow } from '../src/run/load-tensorflow.ts';
import { anil } from '../src/strategy/learn/anil.ts';
import { anilRidge } from '../src/strategy/learn/anil-ridge.ts';
import type { Precision } from '../src/strategy/learn/graph/buffer-pool.ts';
import { compileProgram, type Executor } from '../src/strategy/learn/graph/compile-program.ts';
import { compileTensorFlow } from '../src/strategy/learn/graph/tensorflow/compile-tensorflow.ts';
import { maml, mamlMethod } from '../src/strategy/learn/maml.ts';
import { type MamlSettings, resolveMamlSettings } from '../src/strategy/learn/maml-settings.ts';
import type { Episode, LearnerFactory, SampleSet } from '../src/strategy/learn/meta-learner.ts';
import { snail } from '../src/strategy/learn/snail.ts';
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
const TYPICAL: MamlSettings = {
  ...FEW_SHOT,
  tasksPerStep: 8,
  supportCapacity: 128,
  queryCapacity: 128,
  innerSteps: 3,
  innerClip: 10,
};

/** The learner whose adaptation is measured. */
const ADAPTED = { hidden: [HIDDEN], supportCapacity: 64 } as const;

/** How programs are made; the first one is the fastest and the one that figures without a suffix are of. */
interface Making {
  readonly precision: Precision;
  readonly executor: Executor;
}

const FAST: Making = { precision: 'float32', executor: 'wasm' };
const EXACT: Making = { precision: 'float64', executor: 'wasm' };
const LOOPS: Making = { precision: 'float64', executor: 'typed-arrays' };
const SHORT_LOOPS: Making = { precision: 'float32', executor: 'typed-arrays' };

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

/** Calls that are timed together, so that a collection of garbage among them counts. */
const CALLS = 10;

/**
 * The milliseconds of one call in the fastest of `batches` batches of 10 calls, after as many to warm up: what the work
 * costs where nothing else runs.
 */
function leastMs(batches: number, call: () => void): number {
  const batch = (): number => {
    const start = performance.now();
    for (let i = 0; i < CALLS; i++) call();
    return (performance.now() - start) / CALLS;
  };
  for (let i = 0; i < batches; i++) batch();
  return Math.min(...Array.from({ length: batches }, batch));
}

/** One whole meta-step of the learner: rows copied, gradient, mean, Adam. */
function metaStepMs(settings: MamlSettings, rows: number): number {
  return learnerStepMs(maml({ ...settings, metaSteps: 1_000_000 }), rows, 60);
}

function learnerStepMs(factory: LearnerFactory, rows: number, batches: number): number {
  const pool = randomEpisodes(50, rows);
  const learner = factory.create(FEATURES, randomFrom(2));
  let drawn = 0;
  const steps = learner.train(() => pool[drawn++ % pool.length]!, randomFrom(3));
  let loss = 0;
  const least = leastMs(batches, () => {
    loss += (steps.next().value as { queryLoss: number }).queryLoss;
  });
  if (!Number.isFinite(loss)) throw new Error('the training of the benchmark diverged');
  return least;
}

/**
 * The time of the compiled meta-gradient of a batch over that of hand-written loops; below 1 the graph is faster.
 * The two take turns, so that other load on the machine falls on both.
 */
function handLoopRatio(innerSteps: number, making: Making): number {
  const settings = resolveMamlSettings({ ...FEW_SHOT, innerSteps });
  const method = mamlMethod(settings, FEATURES);
  const parameters = method.initialise(randomFrom(2));
  const episodes = randomEpisodes(TASKS, SHOTS);
  const program = new TrainingProgram(method, (outputs) => compileProgram(outputs, making));
  for (let task = 0; task < TASKS; task++) program.load(task, episodes[task]!, randomFrom(1));
  const total = new Float64Array(parameters.length);
  const compiled = (): void => {
    program.run(parameters);
    for (let task = 0; task < TASKS; task++) program.addGradient(task, total);
  };
  const scratch = handScratch({ featureCount: FEATURES, hidden: HIDDEN, rows: SHOTS, innerSteps });
  const tasks = episodes.map(({ support, query }) => ({
    support: { ...support, hidden: HIDDEN },
    query: { ...query, hidden: HIDDEN },
    rate: INNER_RATE,
  }));
  const byHandTotal = new Float64Array(parameters.length);
  const byHand = (): void => {
    for (const task of tasks) addHandMetaGradient(parameters, task, scratch, byHandTotal);
  };
  compiled();
  byHand();
  requireEqual(total, byHandTotal, making.precision === 'float64' ? 1e-10 : 1e-4);
  const rounds = Array.from({ length: 12 }, () => [leastMs(3, compiled), leastMs(2, byHand)] as const);
  return Math.min(...rounds.map(([time]) => time)) / Math.min(...rounds.map(([, time]) => time));
}

/** Two programs that are compared in time must compute the same. */
function requireEqual(found: Float64Array, expected: Float64Array, tolerance: number): void {
  const largest = Math.max(...expected.map(Math.abs));
  const apart = Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)));
  if (!(apart <= tolerance * largest)) throw new Error(`the hand-written gradient differs by ${apart}`);
}

function predictUs(factory: LearnerFactory): number {
  const { predictor } = factory.create(FEATURES, randomFrom(2)).adapt(randomRows(randomFrom(5), 64));
  const row = randomRows(randomFrom(4), 1).features;
  const calls = 5_000;
  let sum = 0;
  const milliseconds = leastMs(15, () => {
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
  return leastMs(40, () => {
    if (learner.adapt(support).diverged) throw new Error('the adaptation of the benchmark diverged');
  });
}

/** Meta-steps on the TensorFlow.js that is installed; nothing where none is. */
async function tensorFlowSteps(): Promise<Record<string, number>> {
  const loaded = await loadTensorFlow();
  if ('reasons' in loaded) return {};
  const { tensorFlow, description } = loaded;
  process.stderr.write(`bench learning: TensorFlow.js is ${description}\n`);
  const stepMs = (innerSteps: number): number => {
    const settings = { ...FEW_SHOT, innerSteps, precision: 'float32', executor: 'tensorflow' } as const;
    const factory = maml({ ...settings, metaSteps: 1_000_000 });
    const compiled = factory.compiledBy!((outputs) => compileTensorFlow(tensorFlow, outputs), description);
    return learnerStepMs(compiled, SHOTS, 3);
  };
  return { meta_step_ms_1_tensorflow: stepMs(1), meta_step_ms_5_tensorflow: stepMs(5) };
}

/**
 * What learning costs, in the unit that each name holds: whole second-order meta-steps with 1 and 5 inner steps
 * (10→32→1 tanh, 25 tasks, 10 + 10 shots) and with 3 (8 tasks, 128 + 128 rows), one prediction of MAML and one of
 * SNAIL, and adaptations to 64 rows: 5 steps of all layers, 5 of the output layer, and a closed form. Without a suffix they are float32 on
 * generated vector instructions; with one, float64 on these, on two threads, or loops over typed arrays, or on TensorFlow.js where one is installed. Predictions are float64. The
 * ratios have no unit. Fastest batches, on one thread.
 */
export async function learningBench(): Promise<Record<string, number>> {
  const fewShot = (innerSteps: number, making: Making): number =>
    metaStepMs({ ...FEW_SHOT, ...making, innerSteps }, SHOTS);
  const adapted = (making: Making): number => adaptMs(maml({ ...ADAPTED, ...making, innerSteps: 5 }));
  return {
    meta_step_ms_1: fewShot(1, FAST),
    meta_step_ms_1_float64: fewShot(1, EXACT),
    meta_step_ms_1_float64_typed_arrays: fewShot(1, LOOPS),
    meta_step_ms_1_float32_typed_arrays: fewShot(1, SHORT_LOOPS),
    meta_step_ms_5: fewShot(5, FAST),
    meta_step_ms_5_float64: fewShot(5, EXACT),
    meta_step_ms_5_float64_typed_arrays: fewShot(5, LOOPS),
    meta_step_ms_5_float32_typed_arrays: fewShot(5, SHORT_LOOPS),
    meta_step_ms_128_rows: metaStepMs({ ...TYPICAL, ...FAST }, 128),
    meta_step_ms_128_rows_float64: metaStepMs({ ...TYPICAL, ...EXACT }, 128),
    meta_step_ms_128_rows_float64_2_threads: metaStepMs({ ...TYPICAL, ...EXACT, threads: 2 }, 128),
    hand_loop_ratio_1: handLoopRatio(1, FAST),
    hand_loop_ratio_1_float64: handLoopRatio(1, EXACT),
    hand_loop_ratio_5: handLoopRatio(5, FAST),
    hand_loop_ratio_5_float64: handLoopRatio(5, EXACT),
    predict_us: predictUs(maml({ hidden: [HIDDEN] })),
    predict_us_snail: predictUs(snail()),
    adapt_ms: adapted(FAST),
    adapt_ms_float64: adapted(EXACT),
    adapt_ms_float64_typed_arrays: adapted(LOOPS),
    adapt_ms_anil: adaptMs(anil({ ...ADAPTED, ...FAST, innerSteps: 5 })),
    adapt_ms_ridge: adaptMs(anilRidge({ ...ADAPTED, ...FAST })),
    ...(await tensorFlowSteps()),
  };
}
