import {
  bocpd,
  defineStrategy,
  fineTune,
  joint,
  maml,
  none,
  rollingRefit,
  rollingRidge,
  trendFeatures,
  z,
} from 'regimeta';

/** What all networks share, so that contenders differ in how they learn and in nothing else. */
const NETWORK = {
  hidden: [32],
  loss: 'huber',
  scaling: 'standard',
  supportCapacity: 96,
  queryCapacity: 96,
} as const;

/**
 * Hypothesis: how returns follow from past ones differs between assets, yet is alike enough that a network which was
 * meta-trained over many assets forecasts an unseen one after a few rows of it, with fewer rows than a model that is fitted to
 * the asset alone or fine-tuned from a pooled one. Each asset is a task (second-order MAML).
 * Inputs: volatility-scaled returns over 1 to 126 bars, distance from the high, and the market's own trend.
 * Refuted where a pooled network that never adapts, or a forecast of zero, has as low a loss at every number of rows:
 * `regimeta shots strategies/meta-forecast.ts` shows it, docs/results has what was found.
 */
export default defineStrategy({
  name: 'meta-forecast',
  description:
    'Holds what a network expects to rise that was meta-trained to forecast an unseen asset from a few rows.',
  parameters: z.object({
    horizon: z.int().min(1).max(126).default(5).describe('bars that a forecast looks ahead'),
    metaSteps: z.int().min(1).max(100_000).default(600).describe('steps of meta-training'),
    innerSteps: z.int().min(1).max(20).default(3).describe('gradient steps of an adaptation'),
    innerRate: z.number().positive().max(1).default(0.02).describe('step size of an adaptation'),
  }),
  lookback: () => 1,
  timers: ({ horizon }) => ({ rebalance: { everyBars: horizon } }),
  learner: ({ horizon, metaSteps, innerSteps, innerRate }) => {
    const trained = { ...NETWORK, metaSteps, outerRate: 0.003 };
    return {
      features: trendFeatures(),
      detector: bocpd(),
      model: maml({ ...trained, innerSteps, innerRate }),
      labelHorizonBars: horizon,
      supportBars: [10, 20, 40, 80],
      supportRowsMin: 5,
      tasks: { queryBars: 21, symbolsPerTask: 1 },
      contenders: {
        pooled: joint(trained),
        'fine-tuned': fineTune({ ...trained, innerSteps, innerRate }),
        'per-asset': rollingRefit({ hidden: [32], loss: 'huber', supportCapacity: 96, refitSteps: 20 }),
        ridge: rollingRidge({ supportCapacity: 96, ridge: 1 }),
        'support-mean': none({ value: 'support-mean' }),
        zero: none(),
      },
    };
  },
  onBar({ symbols, universe, isDue, prediction, target }) {
    if (!isDue('rebalance')) return;
    for (const symbol of symbols) target(symbol, (prediction(symbol) ?? 0) > 0 ? 1 / universe.length : 0);
  },
});
