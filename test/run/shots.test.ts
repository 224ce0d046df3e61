import { join } from 'node:path';
import { expect, it } from 'vitest';
import { selectBars } from '../../src/market/bar-selection.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import { learnerSlotOf } from '../../src/run/arm-learner.ts';
import { nodeHost } from '../../src/run/host.ts';
import { shotTasks } from '../../src/run/shot-tasks.ts';
import { runShots, type ShotsResult } from '../../src/run/shots.ts';
import { lossOf } from '../../src/strategy/learn/loss.ts';
import { randomSeries, writeSeries } from '../support/random-series.ts';
import { loadWritten } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SHOTS = [0, 5, 12];

const loading = loadWritten({
  properties: `learner: () => ({
    features: trendFeatures({ horizons: [1, 5], marketHorizons: [5], highWindow: 10 }),
    detector: bocpd(),
    model: maml({ hidden: [4], metaSteps: 2, loss: 'huber', labelLimit: null }),
    labelHorizonBars: 3,
    supportBars: [5],
    supportRowsMin: 2,
    tasks: { queryBars: 6, symbolsPerTask: 2 },
  }),`,
});

const series = ['AAA', 'BBB', 'CCC', 'DDD'].map((symbol, i) => randomSeries(symbol, 90 + i, { slices: 700 }));

async function study(): Promise<ShotsResult> {
  const folder = writeSeries(temporaryFolder(), series);
  const request = {
    loaded: await loading,
    dataPath: folder,
    parameters: {},
    settings: { from: '2003-01-01' },
    storePath: join(temporaryFolder(), 'runs.sqlite'),
    reportFolder: null,
    command: 'regimeta shots',
    shots: SHOTS,
    seeds: 2,
    tasksPerSymbol: 4,
  };
  return runShots(request, nodeHost());
}

const tasksOf = async (bars: readonly BarSeries[]) =>
  shotTasks({
    slot: learnerSlotOf(await loading, {})!,
    series: bars,
    testFrom: Date.UTC(2003, 0, 1),
    shots: SHOTS,
    tasksPerSymbol: 4,
  });

it('a task knows the labels of its support when its query begins, and nothing that comes later changes the support', async () => {
  const tasks = await tasksOf(series);
  expect(tasks).toHaveLength(16);
  for (const { supports, query } of tasks) {
    for (const support of supports.values()) expect(support.labelsKnownAt).toBeLessThanOrEqual(query.from);
    expect([...supports.values()].map(({ rows }) => rows)).toEqual([5, 12]);
  }
  const [first] = tasks;
  const cut = selectBars(series, { to: first!.query.labelsKnownAt }).filter((one) => one.time.length > 0);
  const [again] = await tasksOf(cut as BarSeries[]);
  expect(again!.supports.get(12)!.features).toEqual(first!.supports.get(12)!.features);
  expect(again!.query.labels).toEqual(first!.query.labels);
});

it('scores are recorded for every contender, size and seed, the same again, and those of zero are the losses of the labels', async () => {
  const [one, two] = await Promise.all([study(), study()]);
  expect(one.record.scores).toEqual(two.record.scores);
  const losses = one.record.scores.filter(({ measure }) => measure === 'loss');
  expect(losses).toHaveLength(7 * SHOTS.length * 2);
  const traded = one.record.run.symbols.filter(({ part }) => part === 'test').map(({ symbol }) => symbol);
  const tasks = await tasksOf(series.filter(({ symbol }) => traded.includes(symbol)));
  expect(one.tasks).toBe(tasks.length);
  const settings = { loss: 'huber', huberThreshold: 1 } as const;
  const expected = tasks.map(
    ({ query }) => query.labels.reduce((sum, label) => sum + lossOf(-label, settings), 0) / query.rows,
  );
  const mean = expected.reduce((sum, loss) => sum + loss, 0) / expected.length;
  for (const { contender, value } of losses) if (contender === 'zero') expect(value).toBeCloseTo(mean, 12);
});
