import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeHost } from '../../src/run/host.ts';
import { riskScores } from '../../src/run/risk-scores.ts';
import { runRiskStudy } from '../../src/run/risk-study.ts';
import { kupiecTest } from '../../src/strategy/volatility/value-at-risk-tests.ts';
import { randomSeries, writeSeries } from '../support/random-series.ts';
import { loadWritten } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const slotWith = (labelFrom: string): string => `learner: () => ({
  features: trendFeatures({ horizons: [1, 5], marketHorizons: [5], highWindow: 10 }),
  detector: bocpd(),
  model: maml({ hidden: [4], metaSteps: 2, loss: 'quantiles', quantiles: [0.01, 0.05, 0.5] }),
  labelHorizonBars: 1,
  labelFrom: '${labelFrom}',
  supportBars: [5],
  supportRowsMin: 2,
  tasks: { queryBars: 6, symbolsPerTask: 2 },
}),`;

const series = ['AAA', 'BBB', 'CCC', 'DDD'].map((symbol, i) =>
  randomSeries(symbol, 70 + i, { slices: 1_300 }),
);

async function study(labelFrom: string) {
  return runRiskStudy(
    {
      loaded: await loadWritten({ properties: slotWith(labelFrom) }),
      dataPath: writeSeries(temporaryFolder(), series),
      parameters: {},
      settings: { from: '2005-01-01' },
      storePath: join(temporaryFolder(), 'runs.sqlite'),
      reportFolder: null,
      command: 'regimeta risk',
      tails: [0.05],
      seeds: 1,
    },
    nodeHost(),
  );
}

it('models that know the distribution of simulated returns are exceeded about as often as they should be, on the same days', async () => {
  const { record } = await study('close');
  const of = (contender: string, measure: string) =>
    record.scores.find((score) => score.contender === contender && score.measure === measure)!.value!;
  const forecasts = of('meta', 'forecasts');
  expect(forecasts).toBeGreaterThan(400);
  for (const model of ['frozen', 'ewma', 'garch', 'historical'])
    expect(of(model, 'forecasts')).toBe(forecasts);
  for (const model of ['garch', 'historical']) {
    expect(kupiecTest(forecasts, of(model, 'excesses'), 0.05).pValue).toBeGreaterThan(0.001);
  }
  expect(of('meta', 'quantile-loss-difference-bps')).toBe(0);
});

it('a learner that forecasts something else than the next return of what is held is refused', async () => {
  await expect(study('open')).rejects.toMatchObject({ code: 'E_PLUGIN_SHAPE' });
});

it('scores are what they say, worked by hand', () => {
  const risk = (day: number, value: number, valueAtRisk: number) => ({
    symbol: 0,
    day,
    value,
    valueAtRisk,
    expectedShortfall: 2 * valueAtRisk,
  });
  const own = [risk(0, -0.03, 0.02), risk(1, 0.01, 0.02)];
  const scores = riskScores(own, [risk(0, -0.03, 0.01), risk(1, 0.01, 0.01)], 0.1);
  const of = (name: string) => scores.find(({ measure }) => measure === name)!.value!;
  expect(of('excesses')).toBe(1);
  // Losses 0.9 × 0.01 and 0.1 × 0.03; those of the other 0.9 × 0.02 and 0.1 × 0.02.
  expect(of('quantile-loss-bps')).toBeCloseTo(60, 9);
  expect(of('quantile-loss-difference-bps')).toBeCloseTo(-40, 9);
  expect(of('quantile-loss-difference-error-bps')).toBeCloseTo((50 * Math.SQRT2) / 2, 9);
  const joint = (excess: number) => excess / (0.1 * 0.04) + 0.5 + Math.log(0.04) - 1;
  expect(of('joint-loss')).toBeCloseTo((joint(0.01) + joint(0)) / 2, 9);
});
