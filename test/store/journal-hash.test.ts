import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../src/model/event.ts';
import { runHash } from '../../src/store/journal-hash.ts';
import { JOURNAL_TABLES } from '../../src/store/journal-tables.ts';
import { Store } from '../../src/store/store.ts';
import { accountMark } from '../support/account-mark.ts';
import { DAY, events, identity, recordRun, request, START } from './sample-run.ts';
import { newPath, openStore } from './temporary-store.ts';

/** Records one arm in a new store; returns its hash as written and as computed from the rows. */
function hashes(journal: readonly EngineEvent[], marks: readonly (readonly number[])[] = []) {
  const store = openStore(newPath());
  const run = store.beginRun(identity);
  const arm = run.beginArm({ name: 'arm', role: 'subject', description: '', symbols: ['A', 'B', 'C'] });
  for (const event of journal) arm.append(event);
  for (const [cash, equity, gross, net] of marks) arm.mark(accountMark(START, cash!, equity!, gross!, net!));
  const written = arm.finish([], {});
  const read = store.journalHash(arm.armId);
  store.close();
  return { written, read };
}

const real = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 0, 5e-324, 1e21, -1e-7, 0.1 + 0.2),
);
const positive = fc.double({ min: 1e-9, max: 1e12, noNaN: true });
const anyNumber = fc.double();
const text = fc.string({ unit: 'binary', maxLength: 12 });

/** Journals that the engine could not better: orders that live and end, refusals of any nonsense, changes of regime. */
const journal = fc
  .array(
    fc.record({
      kind: fc.constantFrom('accepted', 'refused', 'regime', 'skipped', 'ruined'),
      quantity: positive,
      wild: anyNumber,
      money: real,
      tag: text,
      fate: fc.constantFrom('filled', 'cancelled', 'expired', 'open'),
      step: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 60, size: 'max' },
  )
  .map((plans) => {
    const made: EngineEvent[] = [];
    let time = START;
    let orders = 0;
    const add = (event: object) => made.push({ ...event, sequence: made.length + 1, time } as EngineEvent);
    for (const plan of plans) {
      time += plan.step * DAY;
      const wanted = { ...request, quantity: plan.quantity, tag: plan.tag, bracket: null };
      if (plan.kind === 'accepted') {
        const id = ++orders;
        add({
          kind: 'order-accepted',
          order: { ...wanted, id, acceptedAt: time, acceptedIndex: 3, parentId: null },
        });
        const fill = {
          ...wanted,
          id,
          orderId: id,
          price: plan.quantity,
          referencePrice: plan.money,
          commission: 0,
        };
        const position = {
          positionQuantity: plan.money,
          positionPrice: null,
          profitRealised: plan.money,
          exchangeRate: id % 2 === 0 ? 1 : Math.abs(plan.money) + 0.5,
        };
        if (plan.fate === 'filled')
          add({
            kind: 'order-filled',
            fill: { ...fill, ambiguous: false, oppositeProfitDifference: null },
            ...position,
          });
        if (plan.fate === 'cancelled') add({ kind: 'order-cancelled', orderId: id, reason: 'strategy' });
        if (plan.fate === 'expired') add({ kind: 'order-expired', orderId: id, reason: 'end-of-data' });
      } else if (plan.kind === 'refused') {
        const bracket = { stopPrice: plan.wild, limitPrice: null };
        const nonsense = { ...wanted, quantity: plan.wild, limitPrice: plan.money, bracket };
        add({ kind: 'order-refused', request: nonsense, reason: 'price-invalid' });
      } else if (plan.kind === 'regime') {
        const regimes = { regimeFrom: 0, regimeTo: 1, changedAt: time, lagBars: 0, probability: 0.5 };
        add({ kind: 'regime-changed', ...regimes, detector: plan.tag });
      } else if (plan.kind === 'skipped') {
        const due = {
          trigger: 'schedule',
          regimeSequence: null,
          learner: 'maml',
          reason: 'diverged',
          rows: 1,
        };
        add({ kind: 'adaptation-skipped', ...due });
      } else {
        add({ kind: 'account-ruined', equity: plan.money });
      }
    }
    return made;
  });

test('whatever happens, the rows alone give the hash that was computed while writing', () => {
  const marks = fc.array(fc.tuple(real, real, real, real), { maxLength: 30, size: 'max' });
  fc.assert(
    fc.property(journal, marks, (happened, marked) => {
      fc.pre(marked.every((mark) => Number.isFinite(mark.reduce((sum, value) => sum + value, START))));
      const time = happened.at(-1)?.time ?? START;
      const store = openStore(newPath());
      const arm = store.beginRun(identity).beginArm({
        name: 'arm',
        role: 'control',
        description: '',
        symbols: ['A'],
      });
      for (const event of happened) arm.append(event);
      for (const [cash, equity, gross, net] of marked) arm.mark(accountMark(time, cash, equity, gross, net));
      const written = arm.finish([], {});
      expect(store.journalHash(arm.armId)).toBe(written);
      store.close();
    }),
    { seed: 31, numRuns: 60 },
  );
});

test('journals of many batches are written and hashed whole', () => {
  const store = openStore(newPath());
  const arm = store
    .beginRun(identity)
    .beginArm({ name: 'arm', role: 'subject', description: '', symbols: ['A'] });
  for (let i = 0; i < 20_000; i++) {
    arm.append({ ...events[4]!, sequence: i + 1, time: START + i });
    arm.mark(accountMark(START + i, i / 3, -i / 7, i, 0));
  }
  const written = arm.finish([], {});
  expect(store.journalHash(arm.armId)).toBe(written);
  store.close();
});

test('batches of events are written before any mark has come', () => {
  const store = openStore(newPath());
  const arm = store
    .beginRun(identity)
    .beginArm({ name: 'arm', role: 'subject', description: '', symbols: ['A'] });
  for (let i = 0; i < 20_000; i++) arm.append({ ...events[4]!, sequence: i + 1, time: START + i });
  arm.mark(accountMark(START + 20_000, 1, 2, 3, 4));
  const written = arm.finish([], {});
  expect(store.journalHash(arm.armId)).toBe(written);
  expect(arm.finished).toMatchObject({ eventCount: 20_000, markCount: 1 });
  store.close();
});

describe('the hash of the sample journal', () => {
  const { written, read } = hashes(events, [[1, 2, 3, 4]]);

  test('is this one: its form may only change with the schema', () => {
    expect(read).toBe(written);
    expect(written).toBe('1bbc0f51e4648773944f28418a98b208e7ff7cdcc5972be5cd00f14f66f0455f');
  });

  test('does not depend on how long an adaptation took', () => {
    const slower = events.map((event) => (event.kind === 'adapted' ? { ...event, wallMs: 99 } : event));
    expect(hashes(slower, [[1, 2, 3, 4]]).written).toBe(written);
  });

  test('takes minus zero for zero', () => {
    const plain = events.map((event) =>
      event.kind === 'order-filled' ? { ...event, profitRealised: 0 } : event,
    );
    expect(hashes(plain, [[1, 2, 3, 4]]).written).toBe(written);
    expect(hashes(events, [[0, 0, 0, 0]]).written).toBe(hashes(events, [[-0, 0, 0, -0]]).written);
  });

  test('changes with any number, by the smallest step that there is', () => {
    const nudged = events.map((event) =>
      event.kind === 'account-ruined' ? { ...event, equity: -12.500000000000002 } : event,
    );
    expect(hashes(nudged, [[1, 2, 3, 4]]).written).not.toBe(written);
    expect(hashes(events, [[1, 2, 3, 4.000000000000001]]).written).not.toBe(written);
  });

  test('changes with the place of a mark among the events', () => {
    const place = (before: number) => {
      const store = openStore(newPath());
      const arm = store
        .beginRun(identity)
        .beginArm({ name: 'a', role: 'subject', description: '', symbols: ['A'] });
      for (const event of events.slice(0, before)) arm.append(event);
      arm.mark(accountMark(START, 1, 2, 3, 4));
      for (const event of events.slice(before)) arm.append(event);
      const hash = arm.finish([], {});
      store.close();
      return hash;
    };
    expect(place(events.length)).toBe(written);
    expect(place(3)).not.toBe(written);
  });
});

test.each([
  `UPDATE fills SET price = price + 1e-9`,
  `UPDATE orders SET tag = 'other'`,
  `UPDATE order_steps SET not_finite = NULL`,
  `UPDATE fills SET position_quantity = 0`,
  `UPDATE fills SET fill_id = 9`,
  `UPDATE regime_events SET probability = 0.5`,
  `UPDATE adaptations SET loss_after = 0`,
  `UPDATE equity SET equity = equity * 2 WHERE slice = 4`,
  `DELETE FROM equity WHERE slice = 9`,
  `DELETE FROM account_events`,
])('a changed row no longer gives the recorded hash: %s', (tampering) => {
  const path = newPath();
  const store = openStore(path);
  const { armId, armHash } = recordRun(store);
  store.close();
  const raw = new Database(path);
  raw.exec(tampering);
  raw.close();
  const read = Store.openReadOnly(path);
  expect(read.journalHash(armId)).not.toBe(armHash);
  read.close();
});

test('every column of the journal tables is hashed but the wall time, and what follows from support and settings', () => {
  const path = newPath();
  openStore(path).close();
  const raw = new Database(path);
  for (const [table, { hashed, unhashed }] of Object.entries(JOURNAL_TABLES)) {
    const columns = (raw.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
    expect(columns).toEqual(['arm_id', ...hashed, ...unhashed]);
    expect(unhashed).toEqual(table === 'adaptations' ? ['wall_ms', 'embedding', 'weight', 'past_tasks'] : []);
  }
  raw.close();
});

test('the hash of a run depends on names, hashes and order of its arms', () => {
  const [a, b] = [
    { name: 'a', journalHash: '1' },
    { name: 'b', journalHash: '2' },
  ];
  expect(runHash([a, b])).toBe(runHash([a, b]));
  expect(new Set([runHash([a, b]), runHash([b, a]), runHash([a]), runHash([])]).size).toBe(4);
  expect(runHash([a])).not.toBe(runHash([{ ...a, name: 'c' }]));
});

test('there is no hash of an arm that is not there', () => {
  const store = openStore(newPath());
  expect(() => store.journalHash(5)).toThrow('E_RUN_UNKNOWN');
  store.close();
});
