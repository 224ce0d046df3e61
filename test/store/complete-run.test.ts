import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Journal } from '../../src/engine/journal.ts';
import type { ArmWriter } from '../../src/store/arm-writer.ts';
import { configHash } from '../../src/store/config-hash.ts';
import { Store } from '../../src/store/store.ts';
import { comparison, DAY, identity, recordRun, START, training, verdict } from './sample-run.ts';
import { newPath, openStore } from './temporary-store.ts';

test('an arm writer is a journal of the engine', () => {
  const asJournal = (writer: ArmWriter): Journal => writer;
  expect(asJournal).toBeTypeOf('function');
});

describe('a complete run is read back', () => {
  const path = newPath();
  const written = openStore(path);
  const recorded = recordRun(written);
  written.close();
  const store = Store.openReadOnly(path);
  const report = store.report(recorded.runId);

  test('with its identity and how it ended', () => {
    expect(report.run).toEqual({
      ...identity,
      runId: 1,
      status: 'complete',
      configHash: configHash(identity),
      startedAt: START + 1000 * 1,
      finishedAt: report.run.finishedAt,
      journalHash: recorded.runHash,
      error: null,
      customMetrics: [],
    });
    expect(report.run.finishedAt).toBeGreaterThan(report.run.startedAt);
  });

  test('with its training, to the last bit of each parameter', () => {
    expect(report.training).toEqual(training);
  });

  test('with its verdict and comparisons, in order', () => {
    expect(report.verdict).toEqual(verdict);
    expect(report.comparisons).toEqual([
      comparison,
      { ...comparison, against: 'random-time', correlation: 0.5 },
    ]);
  });

  test('with the marks of the arm', () => {
    const [arm] = report.arms;
    expect(arm).toMatchObject({ name: 'meta', role: 'subject', journalHash: recorded.armHash });
    expect([...arm!.equity.time]).toEqual(Array.from({ length: 10 }, (_, day) => START + day * DAY));
    expect(arm!.equity.cash[7]).toBe(1000 - 7 / 3);
    expect(arm!.equity.equity[7]).toBe(1001);
    expect(arm!.equity.gross[7]).toBe(7 / 3);
    expect(arm!.equity.net[7]).toBe(-7 / 3);
  });

  test('with what it traded each day, from its fills', () => {
    const rows = new Database(path, { readonly: true })
      .prepare('SELECT time, quantity, price, exchange_rate AS rate FROM fills')
      .all() as { time: number; quantity: number; price: number; rate: number | null }[];
    const days = new Map<number, number>();
    for (const { time, quantity, price, rate } of rows) {
      const day = Math.floor(time / DAY) * DAY;
      days.set(day, (days.get(day) ?? 0) + quantity * Math.abs(price) * (rate ?? 1));
    }
    expect(days.size).toBeGreaterThan(0);
    const { day, traded } = report.arms[0]!.traded!;
    expect([...day]).toEqual([...days.keys()]);
    expect([...traded]).toEqual([...days.values()]);
  });

  test('with metrics that are a number or a reason', () => {
    expect(report.arms[0]!.metrics).toEqual({
      sharpe: { value: 1 / 3, reason: null },
      calmar: { value: null, reason: 'there was no drawdown' },
    });
  });

  test('with regime changes, adaptations and the count of refusals', () => {
    const [arm] = report.arms;
    expect(arm!.regimes).toEqual([
      {
        sequence: 7,
        time: START,
        regimeFrom: 0,
        regimeTo: 1,
        changedAt: START - 3 * DAY,
        lagBars: 3,
        probability: 0.93,
        detector: 'bocpd',
      },
    ]);
    expect(arm!.adaptations).toMatchObject([
      { sequence: 8, status: 'adapted', regimeSequence: 7, lossAfter: 0.6, wallMs: 3.25, reason: null },
      { sequence: 9, status: 'skipped', reason: 'support-too-small', supportRows: 2, lossAfter: null },
    ]);
    expect(arm!.outcomes).toEqual([
      { kind: 'cancelled', reason: 'position-closed', orders: 1 },
      { kind: 'refused', reason: 'leverage-exceeded', orders: 1 },
      { kind: 'refused', reason: 'quantity-invalid', orders: 1 },
      { kind: 'shrunk', reason: 'leverage-exceeded', orders: 1 },
    ]);
  });

  test('with a journal hash that its rows alone give again', () => {
    expect(store.journalHash(recorded.armId)).toBe(recorded.armHash);
  });
});
