import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { RunDetail } from '../../src/model/run-record.ts';
import { recordRun } from './sample-run.ts';
import { newPath, openStore } from './temporary-store.ts';

const EVENT_TABLES = ['orders', 'order_steps', 'fills', 'regime_events', 'adaptations', 'account_events'];

/** Records the sample run with a detail and tells what is in the store then. */
function recorded(detail: RunDetail) {
  const path = newPath();
  const store = openStore(path);
  const { runId, armId, armHash } = recordRun(store, { detail });
  const report = store.report(runId);
  let read: string;
  try {
    read = store.journalHash(armId);
  } catch (error) {
    read = String(error);
  }
  store.close();
  const raw = new Database(path, { readonly: true });
  const count = (table: string): number =>
    raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const events = EVENT_TABLES.map(count);
  const [chunks, days, trips] = ['equity_chunks', 'equity', 'round_trips'].map(count);
  raw.close();
  return { armHash, read, report, events, chunks, days, trips };
}

test('with any detail the journal hash is the same, and metrics and days are kept', () => {
  const full = recorded('full');
  for (const detail of ['summary', 'orders', 'full'] as const) {
    const { armHash, report, days } = recorded(detail);
    expect(armHash).toBe(full.armHash);
    expect(report.run.detail).toBe(detail);
    expect(report.run.configHash).toBe(full.report.run.configHash);
    expect(report.arms[0]!.metrics).toEqual(full.report.arms[0]!.metrics);
    expect(report.arms[0]!.equity).toEqual(full.report.arms[0]!.equity);
    expect(days).toBe(10);
  }
});

test('events are kept from orders on, and the account within days with full alone', () => {
  const full = recorded('full');
  const { events, chunks, trips } = recorded('orders');
  expect(full.events).not.toContain(0);
  expect(events).toEqual(full.events);
  expect([full.chunks, chunks, full.trips, trips]).toEqual([1, 0, 1, 1]);
  const summary = recorded('summary');
  expect(summary.events).toEqual(EVENT_TABLES.map(() => 0));
  expect([summary.chunks, summary.trips]).toEqual([0, 0]);
});

test('a hash is computed again only from a journal that was kept whole', () => {
  const full = recorded('full');
  expect(full.read).toBe(full.armHash);
  for (const detail of ['summary', 'orders'] as const)
    expect(recorded(detail).read).toContain('E_RUN_DETAIL');
});
