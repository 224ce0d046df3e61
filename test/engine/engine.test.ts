import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Strategist } from '../../src/engine/strategist.ts';
import type { AccountMark } from '../../src/model/account.ts';
import type { AdaptationReport, EngineEvent, RegimeChanged, Unplaced } from '../../src/model/event.ts';
import type { Intent } from '../../src/model/intent.ts';
import type { MarketSlice } from '../../src/model/market-slice.ts';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy, type Strategy } from '../../src/strategy/definition.ts';
import { type Assembly, assemble, runStrategy } from '../support/assembly.ts';
import { MemoryJournal, ofKind } from '../support/memory-journal.ts';
import { market } from '../support/order-requests.ts';
import { bar, flat, type SliceRow, slicesOf, timeOfRow } from '../support/slices.ts';

/** A strategy that runs a function on each row, with the number of the row. */
function strategyOf(onBar: (context: StrategyContext<unknown, unknown>, row: number) => void): Strategy {
  return defineStrategy({
    name: 'test',
    description: 'A strategy of a test.',
    parameters: z.object({}),
    lookback: () => 1,
    onBar: (context) => onBar(context, Math.round((context.time - timeOfRow(0)) / 86_400_000)),
  });
}

const change: Unplaced<RegimeChanged> = {
  kind: 'regime-changed',
  regimeFrom: 0,
  regimeTo: 1,
  changedAt: timeOfRow(0),
  lagBars: 1,
  probability: 0.9,
  detector: 'test',
};

const skipped: AdaptationReport = {
  kind: 'adaptation-skipped',
  trigger: 'regime-change',
  regimeSequence: 1,
  learner: 'test',
  reason: 'support-too-small',
  rows: 3,
};

/** Notes every step it is asked for, with what the account and the clock say then; buys at the first row. */
class RecordingStrategist implements Strategist {
  readonly learns = true;
  readonly steps: unknown[];
  readonly #account: () => readonly unknown[];
  #row = -1;

  constructor(steps: unknown[], account: () => readonly unknown[]) {
    this.steps = steps;
    this.#account = account;
  }

  warmUp(slice: MarketSlice): void {
    this.steps.push(['warmUp', slice.index]);
  }

  observe(slice: MarketSlice): void {
    this.#row = slice.index;
    this.steps.push(['observe', ...this.#account()]);
  }

  detectChange(): Unplaced<RegimeChanged> | null {
    this.steps.push('detectChange');
    return this.#row === 1 ? change : null;
  }

  changeRecorded(sequence: number): void {
    this.steps.push(['changeRecorded', sequence]);
  }

  adapt(): readonly AdaptationReport[] {
    this.steps.push('adapt');
    return this.#row === 1 ? [skipped] : [];
  }

  decide(isTimerDue: (name: string) => boolean): readonly Intent[] {
    this.steps.push(['decide', isTimerDue('second')]);
    return this.#row === 0 ? [{ kind: 'order', request: market('buy', 10) }] : [];
  }

  finish(): readonly AdaptationReport[] {
    this.steps.push('finish');
    return [];
  }
}

/** A journal that also notes its entries among the steps. */
class NotingJournal extends MemoryJournal {
  readonly #steps: unknown[];

  constructor(steps: unknown[]) {
    super();
    this.#steps = steps;
  }

  override append(event: EngineEvent): void {
    super.append(event);
    this.#steps.push(`${event.sequence} ${event.kind}`);
  }

  override mark(account: AccountMark): void {
    super.mark(account);
    const { time, cash, equity, gross, net } = account;
    this.#steps.push(['mark', time, cash, equity, gross, net]);
  }
}

test('one slice goes through the steps of docs/semantics.md in their order', () => {
  const steps: unknown[] = [];
  const timers = { second: { everyBars: 2 } };
  const house: Assembly = assemble(
    1,
    { cash: 10_000, timers },
    () =>
      new RecordingStrategist(steps, () => [house.clock.time, house.ledger.quantity(0), house.ledger.equity]),
    new NotingJournal(steps),
  );
  const rows = [[flat(90)], [flat(100)], [bar(110, 125, 105, 120)]];
  for (const slice of slicesOf(rows)) {
    if (slice.index === 0) house.engine.warmUp(slice);
    else house.engine.handle({ ...slice, index: slice.index - 1 });
  }
  house.engine.finish();
  expect(steps).toEqual([
    ['warmUp', 0],
    ['observe', timeOfRow(1), 0, 10_000],
    'detectChange',
    'adapt',
    ['decide', true],
    '1 order-accepted',
    ['mark', timeOfRow(1), 10_000, 10_000, 0, 0],
    '2 order-filled',
    ['observe', timeOfRow(2), 10, 10_100],
    'detectChange',
    '3 regime-changed',
    ['changeRecorded', 3],
    'adapt',
    '4 adaptation-skipped',
    ['decide', false],
    ['mark', timeOfRow(2), 8_900, 10_100, 1_200, 1_200],
    'finish',
  ]);
});

describe('a market order', () => {
  const buysAtFirst = strategyOf((context, row) => {
    if (row === 0) context.buy('A', 10);
  });

  test('that was decided at a close fills at the next open, and bears both times', () => {
    const { journal } = runStrategy(buysAtFirst, [[flat(100)], [bar(103, 110, 101, 108)]]);
    expect(journal.events).toMatchObject([
      { kind: 'order-accepted', time: timeOfRow(0), order: { acceptedAt: timeOfRow(0), acceptedIndex: 0 } },
      { kind: 'order-filled', time: timeOfRow(1), fill: { referencePrice: 103 }, positionQuantity: 10 },
    ]);
    expect(journal.marks[1]).toMatchObject({ cash: 98_970, equity: 100_050, gross: 1_080, net: 1_080 });
  });

  test('waits for the next bar of its own symbol', () => {
    const rows: SliceRow[] = [
      [flat(100), flat(50)],
      [null, flat(51)],
      [null, flat(52)],
      [flat(90), flat(53)],
    ];
    const [fill] = ofKind(runStrategy(buysAtFirst, rows).journal.events, 'order-filled');
    expect(fill).toMatchObject({ time: timeOfRow(3), fill: { referencePrice: 90 } });
  });
});

test('warm-up slices are not journalled, and no hook is called in them', () => {
  const rows = [[flat(100)], [flat(101)], [flat(102)], [flat(103)]];
  const seen: number[] = [];
  const strategy = strategyOf((context, row) => {
    seen.push(row);
    context.buy('A', 1);
  });
  const { journal } = runStrategy(strategy, rows, { testFromRow: 2 });
  expect(seen).toEqual([2, 3]);
  expect(journal.marks.map(({ time }) => time)).toEqual([timeOfRow(2), timeOfRow(3)]);
  expect(journal.events.map(({ sequence, kind, time }) => [sequence, kind, time])).toEqual([
    [1, 'order-accepted', timeOfRow(2)],
    [2, 'order-filled', timeOfRow(3)],
    [3, 'order-accepted', timeOfRow(3)],
    [4, 'order-expired', timeOfRow(3)],
  ]);
});

test('what still rests when the data end expires, by order number', () => {
  const strategy = strategyOf((context, row) => {
    if (row > 0) return;
    context.buy('B', 1, { limit: 1 });
    context.sell('A', 1, { stop: 1 });
    context.buy('A', 1, { limit: 1 });
  });
  const { journal } = runStrategy(strategy, [
    [flat(100), flat(100)],
    [flat(100), flat(100)],
  ]);
  expect(ofKind(journal.events, 'order-expired')).toMatchObject(
    [1, 2, 3].map((orderId) => ({ orderId, reason: 'end-of-data', time: timeOfRow(1) })),
  );
});

describe('targets', () => {
  const filled = (events: readonly EngineEvent[]) =>
    ofKind(events, 'order-filled').map(({ fill }) => [fill.side, fill.quantity]);

  test('of one slice: the last one of a symbol counts, and the earlier ones never become orders', () => {
    const strategy = strategyOf((context, row) => {
      if (row === 0) context.target('A', 0.5);
      if (row !== 1) return;
      context.close('A');
      context.target('A', 1);
      context.target('A', 0.2);
    });
    const { journal, ledger } = runStrategy(strategy, [[flat(100)], [flat(100)], [flat(100)]]);
    expect(ledger.quantity(0)).toBe(200);
    expect(filled(journal.events)).toEqual([
      ['buy', 500],
      ['sell', 300],
    ]);
  });

  test('a new one cancels what an older one left open, also where it needs no order itself', () => {
    const strategy = strategyOf((context, row) => {
      if (row === 0) context.target('B', 0.5);
      if (row === 1) context.target('B', 0.25);
      if (row === 2) context.target('B', 0);
    });
    const rows: SliceRow[] = [
      [flat(1), flat(100)],
      [flat(1), null],
      [flat(1), null],
      [flat(1), flat(100)],
    ];
    const { journal } = runStrategy(strategy, rows);
    expect(journal.events).toMatchObject([
      { kind: 'order-accepted', order: { id: 1, quantity: 500 } },
      { kind: 'order-cancelled', orderId: 1, reason: 'superseded' },
      { kind: 'order-accepted', order: { id: 2, quantity: 250 } },
      { kind: 'order-cancelled', orderId: 2, reason: 'superseded' },
    ]);
  });

  test('that reduce are accepted before those that add, so that a full account can be shifted', () => {
    const strategy = strategyOf((context, row) => {
      context.target('A', row === 0 ? 0 : 0.8);
      context.target('B', row === 0 ? 1 : 0.2);
    });
    const two = [flat(100), flat(100)];
    const { journal, ledger } = runStrategy(strategy, [two, two, two]);
    expect([ledger.quantity(0), ledger.quantity(1)]).toEqual([800, 200]);
    expect(
      ofKind(journal.events, 'order-accepted').map(({ order }) => [order.id, order.symbolIndex]),
    ).toEqual([
      [1, 1],
      [2, 1],
      [3, 0],
    ]);
    expect(ofKind(journal.events, 'order-shrunk')).toEqual([]);
  });

  test('beyond the gross limit are shrunk, and the journal says so before it says accepted', () => {
    const strategy = strategyOf((context, row) => {
      if (row === 0) context.target('A', 1.5, 'greedy');
    });
    const { journal } = runStrategy(strategy, [[flat(100)], [flat(100)]]);
    expect(journal.events).toMatchObject([
      {
        kind: 'order-shrunk',
        request: { quantity: 1_500, tag: 'greedy' },
        quantityApproved: 1_000,
        reason: 'leverage-exceeded',
      },
      { kind: 'order-accepted', order: { quantity: 1_000, tag: 'greedy' } },
      { kind: 'order-filled', fill: { quantity: 1_000 } },
    ]);
  });
});

test('a refusal is an event with its reason and changes nothing else', () => {
  const strategy = strategyOf((context) => {
    context.buy('A', Number.NaN);
    context.buy('A', 1, { limit: -1 });
    context.buy('A', 1e9);
    context.bracket('A', { side: 'buy', quantity: 1, stopLoss: 120 });
    context.target('A', Number.NaN);
    context.buy('B', 1);
  });
  const { journal } = runStrategy(strategy, [[flat(100), null]]);
  expect(ofKind(journal.events, 'order-refused').map(({ reason }) => reason)).toEqual([
    'quantity-invalid',
    'price-invalid',
    'leverage-exceeded',
    'bracket-invalid',
    'quantity-invalid',
    'symbol-without-price',
  ]);
  expect(journal.events).toHaveLength(6);
});

test('a strategy cancels a resting order, and cancelling one that is gone is nothing', () => {
  const strategy = strategyOf((context, row) => {
    if (row === 0) context.buy('A', 1, { limit: 50 });
    if (row === 1) for (const { id } of context.openOrders('A')) context.cancel(id);
    if (row === 2) context.cancel(1);
  });
  const { journal } = runStrategy(strategy, [[flat(100)], [flat(100)], [flat(100)], [flat(40)]]);
  expect(journal.events.map(({ kind, time }) => [kind, time])).toEqual([
    ['order-accepted', timeOfRow(0)],
    ['order-cancelled', timeOfRow(1)],
  ]);
});

describe('ruin', () => {
  const rows: SliceRow[] = [
    [flat(100), flat(10)],
    [flat(100), flat(10)],
    [flat(210), flat(10)],
    [bar(220, 230, 200, 225), flat(10)],
    [flat(225), flat(10)],
  ];
  const stubborn = strategyOf((context, row) => {
    if (row === 0) {
      context.target('A', -1);
      context.buy('B', 1, { limit: 1 });
    }
    if (row < 2) return;
    for (const symbol of context.universe)
      for (const { id } of context.openOrders(symbol)) context.cancel(id);
    context.target('A', -1);
    context.buy('B', 5);
  });

  test('cancels what rests, closes positions at the next open and refuses every later order', () => {
    const { journal, ledger } = runStrategy(stubborn, rows, { grossLimit: 1.1 });
    const events = journal.events.filter(({ time }) => time >= timeOfRow(2));
    expect(events).toMatchObject([
      { kind: 'account-ruined', equity: -10_000, time: timeOfRow(2) },
      { kind: 'order-cancelled', orderId: 2, reason: 'account-ruined' },
      { kind: 'order-accepted', order: { origin: 'liquidation', side: 'buy', quantity: 1_000 } },
      { kind: 'order-refused', reason: 'account-ruined' },
      { kind: 'order-refused', reason: 'account-ruined' },
      { kind: 'order-filled', time: timeOfRow(3), fill: { referencePrice: 220 }, positionQuantity: 0 },
      { kind: 'order-refused', reason: 'account-ruined' },
      { kind: 'order-refused', reason: 'account-ruined' },
      { kind: 'order-refused', reason: 'account-ruined' },
      { kind: 'order-refused', reason: 'account-ruined' },
    ]);
    expect(ledger.equity).toBe(200_000 - 220_000);
    expect(ofKind(journal.events, 'account-ruined')).toHaveLength(1);
    expect(ofKind(journal.events, 'order-accepted')).toHaveLength(3);
  });

  test('waits for the next bar of a symbol that has none, and a strategy cannot stop the liquidation', () => {
    const stale: SliceRow[] = [
      ...rows.slice(0, 3),
      [null, flat(10)],
      [null, flat(10)],
      [flat(300), flat(10)],
    ];
    const { journal, ledger } = runStrategy(stubborn, stale);
    expect(ofKind(journal.events, 'order-filled').at(-1)).toMatchObject({ time: timeOfRow(5) });
    expect(ledger.quantity(0)).toBe(0);
  });

  test('is equity of exactly zero too', () => {
    const half = strategyOf((context, row) => {
      if (row === 0) context.target('A', -1);
    });
    const { journal } = runStrategy(half, [[flat(100)], [flat(100)], [flat(200)]]);
    expect(ofKind(journal.events, 'account-ruined')).toMatchObject([{ equity: 0 }]);
  });
});

test('slices that do not rise in time are a broken invariant', () => {
  const house = runStrategy(
    strategyOf(() => {}),
    [[flat(100)], [flat(100)]],
  );
  const again = [...slicesOf([[flat(100)]])][0]!;
  expect(() => house.engine.handle(again)).toThrow(RegimetaError);
  expect(() => house.engine.handle({ ...again, time: Number.NaN })).toThrow(/E_INVARIANT clock/);
});

test('a run of no slices finishes without a word', () => {
  const { journal } = runStrategy(
    strategyOf(() => {}),
    [],
    { symbols: ['A'] },
  );
  expect([journal.events, journal.marks]).toEqual([[], []]);
});
