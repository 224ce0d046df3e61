import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { regimeta } from '../support/command-line.ts';
import { writeStrategy } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A plugin whose learner predicts quantiles, and which notes them at every tenth bar. */
const PLUGIN = {
  properties: `
    init: () => ({ bar: 0 }),
    learner: () => ({
      features: trendFeatures({ horizons: [1, 5], marketHorizons: [1], highWindow: 21 }),
      detector: bocpd(),
      model: maml({ loss: 'quantiles', quantiles: [0.1, 0.5, 0.9], hidden: [4], metaSteps: 2, tasksPerStep: 2 }),
      labelHorizonBars: 1,
      supportBars: [10],
      supportRowsMin: 5,
      tasks: { queryBars: 21, symbolsPerTask: 2 },
    }),`,
  body: `
    if (context.state.bar++ % 10 > 0) return;
    for (const symbol of context.symbols) {
      const quantiles = context.quantiles(symbol);
      if (!quantiles) continue;
      quantiles.forEach((value, i) => context.note('quantile-' + i, value, symbol));
      context.note('prediction', context.prediction(symbol), symbol);
    }
    context.note('symbols', context.symbols.length);`,
};

let words: readonly string[];
let store: string;

beforeAll(async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'made');
  const size = ['--bars', '900', '--symbols', '4', '--regime-bars', '100'];
  expect((await regimeta(['data', 'synthesize', '--out', data, ...size])).code).toBe(0);
  store = join(folder, 'store.sqlite');
  words = ['compare', writeStrategy(PLUGIN), '--data', data, '--store', store, '--no-report', '--arms'];
}, 60_000);

describe('what a plugin says and what stands beside it', { timeout: 120_000 }, () => {
  it('is found in the rows of the store: notes, quantiles, baselines with their parameters, and how adaptations were weighed', async () => {
    const baselines = 'equal-weight,risk-parity:bars=60,risk-parity:rule=hierarchical:bars=60';
    const run = await regimeta([
      ...words,
      `frozen,${baselines}`,
      '--baselines',
      baselines,
      '--adaptation',
      '{"shrinkage":30,"pastTasks":1}',
    ]);
    expect(run.stderr).not.toContain('E_');
    expect(run.code).toBe(0);
    const database = new Database(store, { readonly: true });
    const arms = database
      .prepare('SELECT arm_id AS id, name, journal_hash AS hash FROM arms ORDER BY arm_id')
      .all() as { id: number; name: string; hash: string }[];
    expect(arms.map(({ name }) => name)).toEqual(['meta', 'frozen', ...baselines.split(',')]);
    // Two rules of one strategy hold different portfolios.
    expect(arms[3]!.hash).not.toBe(arms[4]!.hash);

    const notes = database
      .prepare(
        'SELECT time, name, symbol_index AS symbol, value FROM notes WHERE arm_id = ? ORDER BY sequence',
      )
      .all(arms[0]!.id) as { time: number; name: string; symbol: number | null; value: number }[];
    const counts = notes.filter(({ name }) => name === 'symbols');
    expect(counts.every(({ symbol, value }) => symbol === null && value === 2)).toBe(true);
    const levels = [0, 1, 2].map((i) => notes.filter(({ name }) => name === `quantile-${i}`));
    const predictions = notes.filter(({ name }) => name === 'prediction');
    expect(predictions.length).toBe(2 * counts.length);
    let unsettled = 0;
    predictions.forEach((prediction, i) => {
      const [low, middle, high] = levels.map((level) => level[i]!);
      expect(low!.value).toBeLessThan(middle!.value);
      expect(middle!.value).toBeLessThan(high!.value);
      // The median is the prediction, and it stands in the row of the same symbol and time among the forecasts.
      expect(middle!.value).toBe(prediction.value);
      const row = database
        .prepare('SELECT pairs FROM forecasts WHERE arm_id = ? AND time = ?')
        .get(arms[0]!.id, prediction.time) as { pairs: Buffer } | undefined;
      if (row) expect(row.pairs.readFloatLE(4 * prediction.symbol!)).toBe(Math.fround(prediction.value));
      else unsettled++;
    });
    const adaptations = database
      .prepare("SELECT weight, past_tasks AS past FROM adaptations WHERE arm_id = ? AND status = 'adapted'")
      .all(arms[0]!.id) as { weight: number; past: number }[];
    expect(adaptations.length).toBeGreaterThan(0);
    for (const { weight } of adaptations) expect(weight).toBe(10 / (10 + 30));
    expect(adaptations.some(({ past }) => past === 1)).toBe(true);
    // Only of the last bar no label is known.
    expect(unsettled).toBeLessThanOrEqual(2);
    database.close();
    expect((await regimeta(['verify', '1', '--store', store])).code).toBe(0);
  });

  it('is refused where a baseline has no such parameter or no such value, with the nearest name', async () => {
    const wrong = await regimeta([...words, 'frozen', '--baselines', 'risk-parity:rul=equal']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/E_PARAMETER_UNKNOWN risk-parity.*Did you mean rule\?/s);
    const value = await regimeta([...words, 'frozen', '--baselines', 'risk-parity:bars=1']);
    expect(value.stderr).toMatch(/E_PARAMETER_INVALID risk-parity bars/);
    const file = await regimeta([...words, 'frozen', '--baselines', 'risk-party:rule=equal']);
    expect(file.stderr).toMatch(/E_STRATEGY_NOT_FOUND/);
  });
});
