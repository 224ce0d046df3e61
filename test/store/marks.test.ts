import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mark } from '../../src/model/run-record.ts';
import { accountMark } from '../support/account-mark.ts';
import { DAY, events, identity, START } from './sample-run.ts';
import { newPath, openStore } from './temporary-store.ts';

const HOUR = DAY / 24;
const ARM = { name: 'arm', role: 'subject', description: '', symbols: ['A'] } as const;

/** Records the marks in a run of one arm and returns where, with the hash that was written. */
function record(marks: readonly Mark[]): { path: string; armId: number; hash: string } {
  const path = newPath();
  const store = openStore(path);
  const run = store.beginRun(identity);
  const arm = run.beginArm(ARM);
  for (const mark of marks) arm.mark(mark);
  const hash = arm.finish([], {});
  run.complete();
  store.close();
  return { path, armId: arm.armId, hash };
}

function marksAt(times: readonly number[]): Mark[] {
  return times.map((time, i) => {
    const net = i % 7 === 0 ? 0 : 50 * Math.sin(i);
    const cash = 1000 - Math.floor(i / 5);
    return { sequence: 0, time, cash, equity: cash + net, gross: Math.abs(net), net };
  });
}

function readMarks(path: string): Mark[] {
  const store = openStore(path);
  const marks: Mark[] = [];
  store.eachMark(1, (_, mark) => marks.push(mark));
  store.close();
  return marks;
}

test('the last mark of each UTC day is a row, all marks are in chunks, and all are read back', () => {
  const steps = fc.array(fc.constantFrom(0, 60_000, HOUR, 7 * HOUR, DAY, 5 * DAY), {
    minLength: 1,
    maxLength: 400,
    size: 'max',
  });
  fc.assert(
    fc.property(steps, (given) => {
      let time = START;
      const marks = marksAt(
        given.map((step) => {
          time += step;
          return time;
        }),
      );
      const { path, armId, hash } = record(marks);
      expect(readMarks(path)).toEqual(marks);
      const store = openStore(path);
      expect(store.journalHash(armId)).toBe(hash);
      const { equity, marks: count } = store.report(1).arms[0]!;
      store.close();
      expect([...equity.equity]).toEqual(marks.map((mark) => mark.equity));
      expect(count).toBe(marks.length);
      const raw = new Database(path, { readonly: true });
      const rows = raw.prepare('SELECT time, equity FROM equity ORDER BY slice').all();
      const [{ packed }] = raw
        .prepare('SELECT coalesce(sum(count), 0) AS packed FROM equity_chunks')
        .all() as [{ packed: number }];
      raw.close();
      const lastOfDays = marks.filter(
        ({ time: at }, i) =>
          i + 1 === marks.length || Math.floor(marks[i + 1]!.time / DAY) !== Math.floor(at / DAY),
      );
      expect(rows).toEqual(lastOfDays.map(({ time: at, equity: value }) => ({ time: at, equity: value })));
      expect(packed).toBe(marks.length);
    }),
    { seed: 5, numRuns: 40 },
  );
});

test('days that end at the border of a batch have one row', () => {
  const marks = marksAt(Array.from({ length: 3 * 4096 }, (_, i) => START + i * (DAY / 1024)));
  const { path } = record(marks);
  const raw = new Database(path, { readonly: true });
  expect(raw.prepare('SELECT count(*) AS days FROM equity').get()).toEqual({ days: 12 });
  raw.close();
  expect(readMarks(path)).toEqual(marks);
});

test.each([
  "UPDATE equity_chunks SET marks = CAST(substr(marks, 1, 40) || x'01' || substr(marks, 42) AS BLOB) WHERE slice = 0",
  'UPDATE equity SET cash = cash + 1 WHERE slice = 23',
  'DELETE FROM equity_chunks',
])('a changed mark no longer gives the recorded hash: %s', (tampering) => {
  const { path, armId, hash } = record(marksAt(Array.from({ length: 100 }, (_, i) => START + i * HOUR)));
  const raw = new Database(path);
  expect(raw.prepare(tampering).run().changes).toBeGreaterThan(0);
  raw.close();
  const store = openStore(path);
  expect(store.journalHash(armId)).not.toBe(hash);
  store.close();
});

test('a chunk that was cut off is a damaged store', () => {
  const { path, armId } = record(marksAt(Array.from({ length: 100 }, (_, i) => START + i * HOUR)));
  const raw = new Database(path);
  raw.exec('UPDATE equity_chunks SET marks = CAST(substr(marks, 1, 200) AS BLOB)');
  raw.close();
  const store = openStore(path);
  expect(() => store.journalHash(armId)).toThrow('E_STORE_CORRUPT');
  expect(() => store.report(1)).toThrow('E_STORE_CORRUPT');
  store.close();
});

test('arms of very many marks are shown at the same times, whenever each has its extremes', () => {
  const store = openStore(newPath());
  const run = store.beginRun(identity);
  for (const name of ['one', 'two']) {
    const arm = run.beginArm({ ...ARM, name });
    for (let i = 0; i < 101_000; i++) {
      const equity = 1000 + 100 * Math.sin(name === 'one' ? i : i / 3);
      arm.mark(accountMark(START + i * 60_000, equity, equity, 0, 0));
    }
    arm.finish([], {});
  }
  const [one, two] = store.report(run.runId).arms;
  store.close();
  expect(one!.equity.time).toEqual(two!.equity.time);
  expect(one!.equity.time.length).toBeLessThan(50_000);
});

test('of very many marks a report shows the last of each day, the extremes and those at confirmed changes', () => {
  const count = 250_000;
  const marks = marksAt(Array.from({ length: count }, (_, i) => START + i * 60_000)).map((mark, i) =>
    i === 77_777 ? { ...mark, equity: 9 } : i === 123_456 ? { ...mark, equity: 9_999 } : mark,
  );
  const path = newPath();
  const store = openStore(path);
  const arm = store.beginRun(identity).beginArm(ARM);
  const change = events[6]!;
  const changedAt = START + 100_001 * 60_000;
  for (const mark of marks) {
    const { time } = mark;
    if (time === changedAt) arm.append({ ...change, sequence: 1, time });
    arm.mark(mark);
  }
  arm.finish([], {});
  const { equity, marks: stored } = store.report(1).arms[0]!;
  store.close();
  expect(stored).toBe(count);
  expect(equity.time.length).toBeLessThan(25_000);
  expect(equity.time[0]).toBe(START);
  expect(equity.time.at(-1)).toBe(marks.at(-1)!.time);
  expect(equity.time.every((time, i) => i === 0 || time > equity.time[i - 1]!)).toBe(true);
  const shown = new Map(Array.from(equity.time, (time, i) => [time, equity.equity[i]!]));
  expect(shown.get(START + 77_777 * 60_000)).toBe(9);
  expect(shown.get(START + 123_456 * 60_000)).toBe(9_999);
  expect(shown.has(changedAt)).toBe(true);
  for (let day = 1; day * 1440 < count; day++) {
    const last = marks[day * 1440 - 1]!;
    expect(shown.get(last.time)).toBe(last.equity);
  }
});
