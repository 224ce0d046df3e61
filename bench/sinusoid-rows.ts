import { anil } from '../src/strategy/learn/anil.ts';
import { anilRidge } from '../src/strategy/learn/anil-ridge.ts';
import { fineTune } from '../src/strategy/learn/fine-tune.ts';
import { maml } from '../src/strategy/learn/maml.ts';
import type { EpisodeSource, LearnerFactory } from '../src/strategy/learn/meta-learner.ts';
import { metaSgd } from '../src/strategy/learn/meta-sgd.ts';
import { reptile } from '../src/strategy/learn/reptile.ts';
import { frequencyWaves, gridWaves, phaseWaves } from './sinusoid-tasks.ts';

/** A trained learner under test: on how many shots, after how many steps. */
interface Trial {
  readonly shots: number;
  /** The figure of the published or recomputed table, as it is printed beside ours; null where there is none. */
  readonly reference: string | null;
  /** 0 tests the initialisation; null the steps of training. */
  readonly steps: number | null;
}

/** A row of a published table: what is trained, on what, and how it is tested. */
export interface SinusoidRow {
  readonly iterations: number;
  /** The learner for a number of adaptation steps; null for those of training. */
  readonly learner: (iterations: number, steps: number | null) => LearnerFactory;
  readonly training: EpisodeSource;
  readonly testing: (shots: number) => EpisodeSource;
  readonly trials: readonly Trial[];
}

const NO_LIMITS = { innerClip: null, labelLimit: null } as const;

/** Network and training of Finn, Abbeel & Levine 2017, as their code has them. */
const FINN = {
  hidden: [40, 40],
  activation: 'relu',
  weightDeviation: 0.01,
  outerRate: 0.001,
  outerClip: null,
  tasksPerStep: 25,
} as const;

function finnRow(shots: number, make: SinusoidRow['learner'], references: readonly string[]): SinusoidRow {
  return {
    iterations: 70_000,
    learner: make,
    training: phaseWaves(shots, shots),
    testing: (testShots) => phaseWaves(testShots, 100),
    trials: [0, 1, 5, 10].map((steps, i) => ({ shots, steps, reference: references[i] ?? null })),
  };
}

function finnTraining(shots: number, metaSteps: number) {
  return { ...FINN, labelLimit: null, metaSteps, supportCapacity: shots, queryCapacity: shots } as const;
}

function finnSettings(shots: number, metaSteps: number, steps: number | null) {
  return {
    ...finnTraining(shots, metaSteps),
    innerClip: null,
    innerSteps: steps === null || steps === 0 ? 1 : steps,
    innerRate: 0.01,
  } as const;
}

function metaSgdTraining(shots: number, metaSteps: number) {
  return { ...finnTraining(shots, metaSteps), innerClip: null, innerSteps: 1 } as const;
}

function frequencyRow(make: SinusoidRow['learner'], references: readonly string[]): SinusoidRow {
  return {
    iterations: 60_000,
    learner: make,
    training: frequencyWaves(5, 10),
    testing: (shots) => frequencyWaves(shots, 100),
    trials: [5, 10, 20].map((shots, i) => ({ shots, steps: null, reference: references[i] ?? null })),
  };
}

/** Network and training of Li, Zhou, Chen & Li 2017; 20 rows fit, of which training fills 5 and 10. */
const LI = {
  ...FINN,
  labelLimit: null,
  innerClip: null,
  tasksPerStep: 4,
  innerSteps: 1,
  supportCapacity: 20,
  queryCapacity: 10,
} as const;

/** The rows that can be run, by name. References are the fixtures' recomputed figures. */
export const SINUSOID_ROWS: Readonly<Record<string, SinusoidRow>> = {
  'maml-5': finnRow(5, (n, steps) => maml(finnSettings(5, n, steps)), ['2.952', '.603', '17.935', '18.329']),
  'maml-10': finnRow(10, (n, steps) => maml(finnSettings(10, n, steps)), ['2.966', '.364', '.138', '.109']),
  'maml-20': finnRow(20, (n, steps) => maml(finnSettings(20, n, steps)), ['2.972', '.215', '.046', '.031']),
  'maml-10-slow': finnRow(10, (n, steps) => maml({ ...finnSettings(10, n, steps), innerRate: 0.001 }), [
    '2.986',
    '.362',
    '.130',
    '.107',
  ]),
  'fomaml-5': finnRow(5, (n, steps) => maml({ ...finnSettings(5, n, steps), order: 'first' }), [
    '3.117',
    '.686',
    '.444',
    '.393',
  ]),
  'fomaml-10': finnRow(10, (n, steps) => maml({ ...finnSettings(10, n, steps), order: 'first' }), [
    '5.89',
    '.665',
    '.226',
    '.193',
  ]),
  'anil-5': finnRow(5, (n, steps) => anil(finnSettings(5, n, steps)), ['2.949', '1.168', '.610', '.712']),
  'anil-10': finnRow(10, (n, steps) => anil(finnSettings(10, n, steps)), ['2.955', '.700', '.260', '9.587']),
  'meta-sgd-5': {
    ...finnRow(5, (metaSteps) => metaSgd({ ...metaSgdTraining(5, metaSteps), initialRate: 0.01 }), []),
    trials: [
      { shots: 5, steps: 0, reference: '2.96' },
      { shots: 5, steps: null, reference: '.392' },
    ],
  },
  'pretrain-10': finnRow(10, (n, steps) => fineTune(finnSettings(10, n, steps)), [
    '2.948',
    '2.189',
    '1.698',
    '1.498',
  ]),
  'anil-ridge-10': {
    ...finnRow(10, ridgeLearner, []),
    trials: [{ shots: 10, steps: null, reference: null }],
  },
  'maml-frequency-5': frequencyRow(
    (metaSteps) => maml({ ...LI, metaSteps, innerRate: 0.01 }),
    ['1.009', '.722', '.561'],
  ),
  'meta-sgd-frequency-5': frequencyRow(
    (metaSteps) => metaSgd({ ...LI, metaSteps, initialRate: [0.005, 0.1] }),
    ['.760', '.513', '.394'],
  ),
  reptile: {
    iterations: 30_000,
    learner: reptileLearner,
    training: gridWaves(50),
    testing: gridWaves,
    trials: [
      { shots: 10, steps: 0, reference: '4.18' },
      { shots: 10, steps: 1, reference: '.646' },
      { shots: 10, steps: 8, reference: '.107' },
      { shots: 10, steps: 32, reference: '.116' },
    ],
  },
};

function ridgeLearner(metaSteps: number): LearnerFactory {
  return anilRidge({ ...finnTraining(10, metaSteps), weightDeviation: 'glorot' });
}

function reptileLearner(metaSteps: number, steps: number | null): LearnerFactory {
  return reptile({
    ...NO_LIMITS,
    hidden: [64, 64],
    activation: 'tanh',
    weightDeviation: 'fan-in',
    metaSteps,
    tasksPerStep: 1,
    innerSteps: 5,
    batchRows: 10,
    innerRate: 0.02,
    adaptationSteps: steps === null || steps === 0 ? 1 : steps,
    outerRate: 0.1,
    supportCapacity: 50,
    queryCapacity: 50,
  });
}
