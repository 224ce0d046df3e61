import { adwin } from '../src/strategy/regime/adwin.ts';
import { bocpd } from '../src/strategy/regime/bocpd.ts';
import { correlationRule } from '../src/strategy/regime/correlation-rule.ts';
import { cusum } from '../src/strategy/regime/cusum.ts';
import { ensemble } from '../src/strategy/regime/ensemble.ts';
import { jumpDetector } from '../src/strategy/regime/jump-detector.ts';
import { markovSwitching } from '../src/strategy/regime/markov-switching.ts';
import { pageHinkley } from '../src/strategy/regime/page-hinkley.ts';
import type { DetectorFactory } from '../src/strategy/regime/regime-detector.ts';
import { volatilityRule } from '../src/strategy/regime/volatility-rule.ts';

/** A detector of the benchmark. */
export interface BenchedDetector {
  readonly name: string;
  /** What it is fed with: the three numbers of the market, or the returns of all symbols. */
  readonly observes: 'market' | 'symbols';
  /** As it comes. */
  readonly byDefault: DetectorFactory;
  /** The same with fewer alarms the larger the number, between the two bounds. */
  readonly withCaution: (caution: number) => DetectorFactory;
  readonly caution: readonly [number, number];
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** The mean of three change probabilities. */
const averaged = (threshold: number): DetectorFactory =>
  ensemble([cusum(), pageHinkley({ of: 'both', clip: 4 }), adwin({ of: 'both', clip: 4 })], {
    rule: 'mean',
    threshold,
  });

/** All methods, with the setting that says how much they need to see. */
export const BENCHED: readonly BenchedDetector[] = [
  {
    name: 'bocpd',
    observes: 'market',
    byDefault: bocpd(),
    withCaution: (caution) => bocpd({ expectedRunLength: Math.exp(caution) }),
    caution: [2, 200],
  },
  {
    name: 'markov-switching',
    observes: 'market',
    byDefault: markovSwitching(),
    withCaution: (caution) => markovSwitching({ threshold: Math.min(1 - 1e-15, logistic(caution)) }),
    caution: [0.1, 30],
  },
  {
    name: 'jump-model',
    observes: 'market',
    byDefault: jumpDetector(),
    withCaution: (caution) => jumpDetector({ penalty: Math.exp(caution) }),
    caution: [0, 8],
  },
  {
    name: 'cusum',
    observes: 'market',
    byDefault: cusum(),
    withCaution: (caution) => cusum({ threshold: Math.exp(caution) }),
    caution: [0.5, 7],
  },
  {
    name: 'page-hinkley',
    observes: 'market',
    byDefault: pageHinkley({ of: 'both', clip: 4 }),
    withCaution: (caution) => pageHinkley({ of: 'both', clip: 4, threshold: Math.exp(caution) }),
    caution: [1, 8],
  },
  {
    name: 'adwin',
    observes: 'market',
    byDefault: adwin({ of: 'both', clip: 4 }),
    withCaution: (caution) => adwin({ of: 'both', clip: 4, delta: Math.exp(-caution) }),
    caution: [0.1, 300],
  },
  {
    name: 'volatility-rule',
    observes: 'market',
    byDefault: volatilityRule(),
    withCaution: (caution) => volatilityRule({ enter: 1 + caution, exit: 1 + caution / 5 }),
    caution: [0.05, 2.5],
  },
  {
    name: 'correlation-rule',
    observes: 'symbols',
    byDefault: correlationRule(),
    withCaution: (caution) => correlationRule({ enter: caution, exit: 0.3 * caution }),
    caution: [0.02, 1.9],
  },
  {
    name: 'ensemble',
    observes: 'market',
    byDefault: averaged(0.8),
    withCaution: (caution) => averaged(Math.min(1, logistic(caution))),
    caution: [-2, 14],
  },
];
