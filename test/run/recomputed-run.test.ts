import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import * as regimeta from 'regimeta';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareArms } from '../../src/evidence/compare-arms.ts';
import { randomFrom } from '../../src/math/random.ts';
import { armMetrics } from '../../src/metrics/arm-metrics.ts';
import { comparedMetrics } from '../../src/metrics/compared-metrics.ts';
import { dailyReturns } from '../../src/metrics/daily-returns.ts';
import { ForecastTally } from '../../src/metrics/forecast-tally.ts';
import type { RoundTrip } from '../../src/model/fill.ts';
import type { RunReport } from '../../src/model/run-record.ts';
import { verifyRun } from '../../src/run/verify-run.ts';
import { forecastsFromBytes } from '../../src/store/forecast-bytes.ts';
import { fillsOf as tallyFills, tallyOf, tripsOf } from '../metrics/account-history.ts';
import { writeBarFiles } from '../support/bar-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const CASH = 100_000;
const DAY = 86_400_000;

interface FillRow {
  readonly time: number;
  readonly symbol_index: number;
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly price: number;
  readonly reference_price: number;
  readonly commission: number;
  readonly ambiguous: number;
  readonly opposite_profit_difference: number | null;
}

let store: Database.Database;
let storePath: string;
let report: RunReport;
let data: string;

const rows = <Row>(sql: string, ...values: unknown[]): Row[] => store.prepare(sql).all(...values) as Row[];
const fillsOf = (armId: number): FillRow[] =>
  rows('SELECT * FROM fills WHERE arm_id = ? ORDER BY sequence', armId);

function forecastsOf(armId: number): ForecastTally {
  const tally = new ForecastTally(report.run.instruments.length);
  for (const { time, pairs } of rows<{ time: number; pairs: Uint8Array }>(
    'SELECT time, pairs FROM forecasts WHERE arm_id = ? ORDER BY time',
    armId,
  )) {
    tally.add({ time, ...forecastsFromBytes(pairs) });
  }
  return tally;
}

beforeAll(async () => {
  const folder = temporaryFolder();
  data = join(folder, 'data');
  mkdirSync(data);
  writeBarFiles(data, ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF'], 2_000);
  storePath = join(folder, 'runs.sqlite');
  const loaded = await regimeta.loadStrategy(here('../../strategies/meta-momentum.ts'), regimeta);
  const baselines = await regimeta.loadBaselines(regimeta);
  const request = {
    loaded,
    baselines,
    dataPath: data,
    parameters: { metaSteps: 5 },
    settings: {},
    storePath,
    reportFolder: null,
    command: 'test',
  };
  ({ report } = await regimeta.runCompare(request, regimeta.nodeHost()));
  store = new Database(storePath, { readonly: true });
});

describe('from the rows of the store alone', () => {
  it('the cash of every mark follows from the fills', () => {
    for (const { armId } of report.arms) {
      const fills = fillsOf(armId);
      let cash = CASH;
      let next = 0;
      for (const mark of rows<{ time: number; cash: number }>(
        'SELECT time, cash FROM equity WHERE arm_id = ? ORDER BY slice',
        armId,
      )) {
        for (; next < fills.length && fills[next]!.time <= mark.time; next++) {
          const { side, quantity, price, commission } = fills[next]!;
          cash -= (side === 'buy' ? 1 : -1) * quantity * price + commission;
        }
        expect(Math.abs(mark.cash - cash)).toBeLessThan(1e-6);
      }
      expect(next).toBe(fills.length);
    }
  });

  it('every position is the sum of its fills', () => {
    for (const { armId } of report.arms) {
      const held = new Map<number, number>();
      const positions = rows<{ quantity: number }>(
        'SELECT quantity FROM positions WHERE arm_id = ? ORDER BY sequence',
        armId,
      );
      for (const [index, { symbol_index: symbol, side, quantity }] of fillsOf(armId).entries()) {
        held.set(symbol, (held.get(symbol) ?? 0) + (side === 'buy' ? quantity : -quantity));
        expect(positions[index]!.quantity).toBeCloseTo(held.get(symbol)!, 9);
      }
    }
  });

  it('every metric comes out the same to the last bit', () => {
    const benchmark = report.arms.find(({ name }) => name === 'buy-and-hold')!.equity;
    const changes = report.arms[0]!.regimes.map(({ changedAt }) => Math.floor(changedAt / DAY) * DAY);
    for (const { armId, name, equity, metrics } of report.arms) {
      const fills = fillsOf(armId).map((row) => ({
        quantity: row.quantity,
        price: row.price,
        referencePrice: row.reference_price,
        commission: row.commission,
        ambiguous: row.ambiguous === 1,
        oppositeProfitDifference: row.opposite_profit_difference,
      }));
      const roundTrips = rows<RoundTrip>(
        `SELECT symbol_index AS symbolIndex, side, entry_time AS entryTime, exit_time AS exitTime,
           entry_index AS entryIndex, exit_index AS exitIndex, quantity, entry_price AS entryPrice,
           exit_price AS exitPrice, commission, profit FROM round_trips WHERE arm_id = ? ORDER BY position`,
        armId,
      );
      const [{ refused }] = rows<{ refused: number }>(
        "SELECT count(*) AS refused FROM order_events WHERE arm_id = ? AND kind = 'refused'",
        armId,
      ) as [{ refused: number }];
      const { periodsPerYear } = report.run;
      const own = armMetrics({
        equity: tallyOf(equity, CASH),
        periodsPerYear,
        fills: tallyFills(fills),
        roundTrips: tripsOf(roundTrips),
        ordersRefused: refused,
        forecasts: forecastsOf(armId),
      });
      const setting = { benchmark: tallyOf(benchmark, CASH), changes, periodsPerYear, riskFreeRate: 0 };
      const again = { ...own, ...comparedMetrics(tallyOf(equity, CASH), setting) };
      expect(again).toEqual(metrics);
      const learns = !['buy-and-hold', 'equal-weight', 'sma-crossover'].includes(name);
      expect(metrics.forecasts!.value! > 100).toBe(learns);
    }
  });

  it('every round trip names the last adaptation before the order that opened it', () => {
    for (const { armId, trips, adaptations } of report.arms) {
      expect(trips.count).toBe(trips.rows.length);
      for (const { symbolIndex, side, entryTime, adaptation } of trips.rows) {
        const [entry] = rows<{ decided: number }>(
          `SELECT orders.sequence AS decided FROM fills JOIN orders USING (arm_id, order_id)
           WHERE arm_id = ? AND fills.symbol_index = ? AND fills.time = ? AND fills.side = ?`,
          armId,
          symbolIndex,
          entryTime,
          side === 'long' ? 'buy' : 'sell',
        );
        const before = adaptations.filter(
          ({ status, sequence }) => status === 'adapted' && sequence < entry!.decided,
        );
        expect(adaptation).toBe(before.at(-1)?.sequence ?? null);
      }
    }
    expect(report.arms[0]!.trips.rows.some(({ adaptation }) => adaptation !== null)).toBe(true);
  });

  it('every price is a close of the data in the test period', () => {
    const { testFrom, symbols } = report.run;
    const tested = symbols.filter(({ part }) => part === 'test');
    expect(report.prices).toHaveLength(tested.length);
    for (const [k, { symbol }] of tested.entries()) {
      const lines = readFileSync(join(data, `${symbol}.csv`), 'utf8')
        .trim()
        .split('\n')
        .slice(1);
      const bars = lines.map((line) => line.split(','));
      const shown = bars.filter(([date]) => Date.parse(date!) >= testFrom);
      expect([...report.prices[k]!.time]).toEqual(shown.map(([date]) => Date.parse(date!)));
      expect([...report.prices[k]!.close]).toEqual(shown.map((bar) => Number(bar[4])));
    }
  });

  it('every comparison comes out the same to the last bit', () => {
    const returns = report.arms.map(({ name, equity }) => {
      const { day, value } = dailyReturns(tallyOf(equity, CASH));
      return { name, day, value };
    });
    const [subject, ...others] = returns;
    const { periodsPerYear, seed } = report.run;
    const settings = { periodsPerYear, trials: report.verdict!.trials };
    const again = compareArms(subject!, others, settings, randomFrom(seed).split('bootstrap'));
    expect(again).toEqual(report.comparisons);
  });

  it('every adaptation hangs on the change that caused it, and saw no label of the future', () => {
    const adaptations = rows<{
      time: number;
      confirmed: number;
      changed: number;
      from: number;
      known: number;
    }>(
      `SELECT adaptations.time, regime_events.time AS confirmed, regime_events.changed_at AS changed,
         adaptations.support_from AS "from", adaptations.labels_known_at AS known
       FROM adaptations JOIN arms USING (arm_id)
       JOIN regime_events ON regime_events.arm_id = arms.arm_id
         AND regime_events.sequence = adaptations.regime_sequence
       WHERE arms.name = 'meta' AND adaptations.status = 'adapted'`,
    );
    expect(adaptations.length).toBeGreaterThan(3);
    for (const { time, confirmed, changed, from, known } of adaptations) {
      expect(confirmed).toBeLessThanOrEqual(time);
      expect(from).toBeGreaterThanOrEqual(changed);
      expect(known).toBeLessThanOrEqual(time);
    }
  });

  it('the run is verified, and a changed row of its learner is found', () => {
    expect(verifyRun(storePath, 1).differences).toEqual([]);
    const first = '(SELECT min(sequence) FROM regime_events)';
    for (const [sql, ...where] of [
      ['UPDATE forecasts SET pairs = zeroblob(length(pairs))', 'metrics', 'value'],
      [`UPDATE regime_events SET lag_bars = lag_bars + 1 WHERE sequence = ${first}`, 'arms', 'journal_hash'],
      ['UPDATE adaptations SET loss_after = loss_after * 2', 'arms', 'journal_hash'],
    ] as const) {
      const copy = `${storePath}-copy`;
      rmSync(copy, { force: true });
      store.exec(`VACUUM INTO '${copy}'`);
      const database = new Database(copy);
      expect(database.prepare(sql).run().changes).toBeGreaterThan(0);
      database.close();
      const [difference] = verifyRun(copy, 1).differences;
      expect([difference!.table, difference!.field]).toEqual(where);
    }
  });
});
