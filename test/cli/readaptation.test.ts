import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeBarFiles } from '../support/bar-files.ts';
import { commandInProcess } from '../support/command-in-process.ts';
import { writeStrategy } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const strategy = writeStrategy({
  properties: `learner: () => ({
    features: trendFeatures({ horizons: [1, 5], marketHorizons: [5], highWindow: 10 }),
    detector: bocpd(),
    model: maml({ hidden: [4], innerSteps: 1, innerRate: 0.01, outerRate: 0.003, metaSteps: 2, queryCapacity: 32 }),
    labelHorizonBars: 5,
    supportBars: [10, 20],
    supportRowsMin: 5,
    tasks: { queryBars: 10, symbolsPerTask: 2, boundaries: 'offline' },
  }),`,
  body: 'const { symbols, target, prediction } = context; for (const symbol of symbols) target(symbol, (prediction(symbol) ?? 0) > 0 ? 0.2 : 0);',
});

const folder = temporaryFolder();
const data = writeBarFiles(temporaryFolder(), ['AAA', 'BBB', 'CCC', 'DDD'], 900);
const base = ['backtest', strategy, '--data', data, '--reports', folder, '--no-report', '--json'];
const detector = 'cusum:threshold=4,warmUp=20,coolDown=15';

let database: Database.Database;

beforeAll(async () => {
  const adaptation = '{"shrinkage":10,"budget":6,"budgetBars":100}';
  const { code, stderr } = await commandInProcess([
    ...base,
    '--detector',
    detector,
    '--adaptation',
    adaptation,
  ]);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  database = new Database(join(folder, 'regimeta.sqlite'), { readonly: true });
});

describe('a run with another detector and adaptation than the strategy names', () => {
  it('records both, in its settings and with what it was trained by', () => {
    const settings = JSON.parse(String(database.prepare('SELECT settings FROM runs').pluck().get()));
    expect(settings).toMatchObject({ detector, adaptation: { shrinkage: 10, budget: 6, budgetBars: 100 } });
    const trained = JSON.parse(String(database.prepare('SELECT settings FROM trainings').pluck().get()));
    expect(trained.detector).toMatchObject({ method: 'guarded', coolDown: 15, inner: { method: 'cusum' } });
    expect(trained.adaptation).toMatchObject({ shrinkage: 10, pastTasks: 0 });
    expect(trained.tasks.boundaries).toBe('offline');
    const names = database.prepare('SELECT DISTINCT detector FROM regime_events').pluck().all();
    expect(names).toEqual(['guarded cusum 4']);
  });

  it('weighs each adaptation by its support', () => {
    const weights = database
      .prepare("SELECT DISTINCT weight FROM adaptations WHERE status = 'adapted'")
      .pluck();
    for (const weight of weights.all() as number[]) expect([10 / 20, 20 / 30]).toContain(weight);
    const spent = database.prepare("SELECT count(*) FROM adaptations WHERE reason = 'budget-spent'").pluck();
    expect(spent.get()).toBeGreaterThanOrEqual(0);
  });

  it('has the model behind every order: the last one that was made before it', () => {
    const orders = database.prepare('SELECT * FROM order_adaptations ORDER BY order_sequence').all() as {
      readonly order_sequence: number;
      readonly adaptation_sequence: number | null;
      readonly parameters: string | null;
    }[];
    const made = database
      .prepare(
        "SELECT sequence, parameters_after FROM adaptations WHERE status <> 'skipped' ORDER BY sequence",
      )
      .all() as { readonly sequence: number; readonly parameters_after: string }[];
    expect(orders).toHaveLength(database.prepare('SELECT count(*) FROM orders').pluck().get() as number);
    for (const order of orders) {
      const model = made.findLast(({ sequence }) => sequence < order.order_sequence);
      expect(order.adaptation_sequence).toBe(model?.sequence ?? null);
      expect(order.parameters).toBe(model?.parameters_after ?? null);
    }
    expect(new Set(orders.map(({ parameters }) => parameters)).size).toBeGreaterThan(1);
  });

  it('stores what was taken back: the parameters are those that were in force before the change', async () => {
    const words = ['--detector', 'volatility-rule:enter=1.15,exit=1.02,warmUp=30,halfLifeShort=5'];
    const { stdout } = await commandInProcess([...base, ...words, '--adaptation', '{"revertBars":80}']);
    const { runId } = JSON.parse(stdout) as { readonly runId: number };
    const rows = database
      .prepare(
        `SELECT status, regime_sequence, parameters_before, parameters_after FROM adaptations JOIN arms USING (arm_id)
         WHERE run_id = ? AND status <> 'skipped' ORDER BY sequence`,
      )
      .all(runId) as { readonly [column: string]: string }[];
    const reverted = rows.filter(({ status }) => status === 'reverted');
    expect(reverted.length).toBeGreaterThan(0);
    for (const row of reverted) {
      const first = rows.find(({ regime_sequence }) => regime_sequence === row['regime_sequence'])!;
      expect(first['status']).toBe('adapted');
      expect(row['parameters_after']).toBe(first['parameters_before']);
    }
    rows.slice(1).forEach((row, k) => {
      expect(row['parameters_before']).toBe(rows[k]!['parameters_after']);
    });
  });

  it('is refused with a detector or a setting that is none', async () => {
    for (const [words, message] of [
      [['--detector', 'cusum:threshold=0'], 'cusum.threshold'],
      [['--detector', 'weather'], 'E_PARAMETER_INVALID settings detector'],
      [['--adaptation', '{"budget":-1}'], 'E_PARAMETER_INVALID settings adaptation.budget'],
      [['--adaptation', '{"shrink":1}'], 'E_PARAMETER_INVALID settings adaptation'],
    ] as const) {
      const { code, stderr } = await commandInProcess([
        ...base.filter((word) => word !== '--json'),
        ...words,
      ]);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
    }
  });
});
