import { adwin } from '../../../src/strategy/regime/adwin.ts';
import { bocpd } from '../../../src/strategy/regime/bocpd.ts';
import { correlationRule } from '../../../src/strategy/regime/correlation-rule.ts';
import { cusum } from '../../../src/strategy/regime/cusum.ts';
import { defineDetector } from '../../../src/strategy/regime/define-detector.ts';
import { ensemble } from '../../../src/strategy/regime/ensemble.ts';
import { guarded } from '../../../src/strategy/regime/guarded.ts';
import { jumpDetector } from '../../../src/strategy/regime/jump-detector.ts';
import { markovSwitching } from '../../../src/strategy/regime/markov-switching.ts';
import { pageHinkley } from '../../../src/strategy/regime/page-hinkley.ts';
import { volatilityRule } from '../../../src/strategy/regime/volatility-rule.ts';
import {
  type DetectorSubject,
  describeDetector,
  normalRows,
  shiftedRows,
} from '../../conformance/detector-conformance.ts';

const shifted = shiftedRows;

/** A detector as a strategy file would define it: the last value against a decayed mean. */
const ofOnesOwn = defineDetector({
  name: 'of-ones-own',
  settings: { bound: 2.5 },
  init: (dimension) => ({ run: 0, mean: new Float64Array(dimension) }),
  update(state, observation) {
    state.run++;
    let away = 0;
    for (let k = 0; k < observation.length; k++) {
      state.mean[k] = 0.9 * state.mean[k]! + 0.1 * Math.max(-9, Math.min(9, observation[k]!));
      away = Math.max(away, Math.abs(state.mean[k]!) / 2.5);
    }
    const confirmed = away >= 1 && state.run >= 30;
    if (confirmed) state.run = 5;
    return { confirmed, changeProbability: Math.min(1, away), runLength: state.run };
  },
});

/** Calm rows with a turbulent stretch from 50 to 110, for models of states to learn from, and turbulence from 400 on. */
const turbulentAgain = (dimension: number): (readonly number[])[] =>
  normalRows(16, 700, dimension).map((row, t) =>
    row.map((value) => ((t >= 50 && t < 110) || t >= 400 ? 3 * value : value)),
  );

/** The same with a mean of 3 in place of the turbulence. */
const highAgain = (dimension: number): (readonly number[])[] =>
  normalRows(17, 700, dimension).map((row, t) =>
    row.map((value) => ((t >= 50 && t < 110) || t >= 400 ? 3 + value : value)),
  );

/** Independent numbers that from row 400 on are one and the same. */
const moreCorrelated = (dimension: number): (readonly number[])[] =>
  normalRows(15, 700, dimension).map((row, t) => (t < 400 ? row : row.map(() => row[0]!)));

const SUBJECTS: readonly DetectorSubject[] = [
  { name: 'bocpd', factory: bocpd({ runLengthMax: 200 }), shifted },
  { name: 'cusum', factory: cusum(), shifted },
  { name: 'cusum with a warm-up, on one number', factory: cusum({ warmUp: 40 }), dimension: 1, shifted },
  { name: 'page-hinkley', factory: pageHinkley({ of: 'both', threshold: 40, clip: 10 }), shifted },
  { name: 'adwin', factory: adwin({ of: 'both', clip: 10 }), shifted },
  {
    name: 'markov-switching',
    factory: markovSwitching({ fitFirst: 120, refitEvery: 90, window: 300 }),
    shifted: turbulentAgain,
  },
  {
    name: 'markov-switching of the first order, on one number',
    factory: markovSwitching({ order: 1, fitFirst: 120, refitEvery: 5_000, window: 120, iterationsMax: 1 }),
    dimension: 1,
    shifted: turbulentAgain,
  },
  {
    name: 'jump-model',
    factory: jumpDetector({ fitFirst: 120, refitEvery: 90, window: 300 }),
    shifted: turbulentAgain,
  },
  {
    name: 'jump-model of observations as they are',
    factory: jumpDetector({ halfLife: 0, penalty: 20, fitFirst: 120, window: 300 }),
    shifted: highAgain,
  },
  { name: 'volatility-rule', factory: volatilityRule(), shifted },
  { name: 'correlation-rule', factory: correlationRule(), dimension: 4, shifted: moreCorrelated },
  { name: 'ensemble by vote', factory: ensemble([cusum(), volatilityRule(), pageHinkley()]), shifted },
  {
    name: 'ensemble by mean',
    factory: ensemble([cusum(), volatilityRule()], { rule: 'mean', threshold: 0.9 }),
    shifted,
  },
  {
    name: 'guarded',
    factory: guarded(volatilityRule(), { release: 0.9, minDwell: 5, coolDown: 30, budget: 3 }),
    shifted,
  },
  { name: 'reviewed', factory: guarded(cusum(), { reviewBars: 30 }), shifted },
  { name: 'a detector of a strategy', factory: ofOnesOwn, hasSettings: false, shifted },
];

for (const subject of SUBJECTS) describeDetector(subject);
