import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../src/model/event.ts';
import type { Order } from '../../src/model/order.ts';
import { type Assembly, type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { anyMarket, scaled } from '../support/random-market.ts';
import { type Action, anyScript, type Script, scriptedStrategy } from '../support/scripted-strategy.ts';
import { type Bar, type SliceRow, timeOfRow } from '../support/slices.ts';

const SYMBOLS = ['A', 'B', 'C'];
const ROWS = 40;

const settings = fc.record({
  commissionBps: fc.integer({ min: 0, max: 50 }),
  slippageBps: fc.integer({ min: 0, max: 50 }),
  entryBar: fc.constantFrom('live' as const, 'next' as const),
  grossLimit: fc.constantFrom(0.5, 1, 1, 4, 10),
});

interface Run {
  readonly rows: readonly SliceRow[];
  readonly script: Script;
  readonly settings: AssemblySettings;
}

const anyRun: fc.Arbitrary<Run> = fc.record({
  rows: anyMarket(SYMBOLS.length, ROWS),
  script: anyScript(SYMBOLS.length, ROWS),
  settings,
});

const PROPERTY = { seed: 10_001, numRuns: 50 } as const;

function play({ rows, script, settings: chosen }: Run, changes: AssemblySettings = {}): Assembly {
  return runStrategy(scriptedStrategy(SYMBOLS, script), rows, { symbols: SYMBOLS, ...chosen, ...changes });
}

/** The bar of a symbol at a time; null where it has none. */
function barAt(rows: readonly SliceRow[], symbolIndex: number, time: number): Bar | null {
  return rows[Math.round((time - timeOfRow(0)) / (timeOfRow(1) - timeOfRow(0)))]![symbolIndex] ?? null;
}

const rowOf = (time: number): number => Math.round((time - timeOfRow(0)) / (timeOfRow(1) - timeOfRow(0)));

/** Every accepted order by number. */
function ordersOf(events: readonly EngineEvent[]): Map<number, Order> {
  return new Map(ofKind(events, 'order-accepted').map(({ order }) => [order.id, order]));
}

/** Cancels what rests and closes every position. */
const allOut: readonly Action[] = SYMBOLS.flatMap((_, symbol) => [
  ...Array.from({ length: 100 }, (_order, position) => ({ kind: 'cancel', symbol, position }) as const),
  { kind: 'close', symbol } as const,
]);

/** Runs a check over many random runs. */
function overRandomRuns(check: (run: Run) => void): void {
  fc.assert(
    fc.property(anyRun, (run) => {
      check(run);
    }),
    PROPERTY,
  );
}

test('the random runs are not dull: they trade, refuse, shrink, cancel, go through brackets and to ruin', () => {
  const seen = new Map<string, number>();
  const count = (name: string): void => void seen.set(name, (seen.get(name) ?? 0) + 1);
  overRandomRuns((run) => {
    const { journal, ledger } = play(run);
    for (const event of journal.events)
      count('reason' in event ? `${event.kind} ${event.reason}` : event.kind);
    for (const { fill } of ofKind(journal.events, 'order-filled')) if (fill.ambiguous) count('ambiguous');
    for (let i = 0; i < ledger.roundTrips.length; i++) count('round trip');
  });
  const least = {
    'order-filled': 1_000,
    'round trip': 300,
    ambiguous: 10,
    'account-ruined': 5,
    'order-shrunk leverage-exceeded': 100,
    'order-refused quantity-invalid': 50,
    'order-refused leverage-exceeded': 100,
    'order-refused bracket-invalid': 100,
    'order-refused symbol-without-price': 10,
    'order-refused account-ruined': 50,
    'order-cancelled strategy': 30,
    'order-cancelled superseded': 10,
    'order-cancelled other-exit-filled': 100,
    'order-cancelled position-closed': 100,
    'order-cancelled account-ruined': 2,
    'order-expired end-of-data': 30,
  };
  const rare = Object.entries(least).filter(([name, count]) => (seen.get(name) ?? 0) < count);
  expect(rare).toEqual([]);
});

describe('whatever a strategy orders, over any bars,', () => {
  test('sequence numbers rise by one from 1, and times never fall', () => {
    overRandomRuns((run) => {
      const { events, marks } = play(run).journal;
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      const times = events.map(({ time }) => time);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(marks.map(({ time }) => time)).toEqual(run.rows.map((_, row) => timeOfRow(row)));
    });
  });

  test('every mark is the cash and the positions that its fills and the last closes give', () => {
    overRandomRuns((run) => {
      const { events, marks } = play(run).journal;
      const fills = ofKind(events, 'order-filled');
      let cash = 100_000;
      let turnover = cash;
      let booked = 0;
      const held = SYMBOLS.map(() => 0);
      const close = SYMBOLS.map(() => 0);
      for (const [row, mark] of marks.entries()) {
        for (; booked < fills.length && fills[booked]!.time <= mark.time; booked++) {
          const { symbolIndex, side, quantity, price, commission } = fills[booked]!.fill;
          const units = side === 'buy' ? quantity : -quantity;
          cash -= units * price + commission;
          held[symbolIndex]! += units;
          turnover += quantity * price;
        }
        for (const [symbol, one] of run.rows[row]!.entries()) if (one) close[symbol] = one.close;
        const values = held.map((units, symbol) => units * close[symbol]!);
        const net = values.reduce((sum, value) => sum + value, 0);
        const gross = values.reduce((sum, value) => sum + Math.abs(value), 0);
        const errors = [mark.cash - cash, mark.equity - cash - net, mark.net - net, mark.gross - gross];
        expect(Math.max(...errors.map(Math.abs)) / turnover).toBeLessThan(1e-9);
      }
      expect(booked).toBe(fills.length);
    });
  });

  test('a fill comes after the acceptance, in a bar of its symbol, at a reference price inside that bar', () => {
    overRandomRuns((run) => {
      const { events } = play(run).journal;
      const orders = ordersOf(events);
      const filledAtOpen = new Set<number>();
      const wrong = ofKind(events, 'order-filled').filter(({ time, fill }) => {
        const order = orders.get(fill.orderId)!;
        const one = barAt(run.rows, fill.symbolIndex, time);
        if (!one) return true;
        if (fill.referencePrice === one.open) filledAtOpen.add(order.id);
        const inside = one.low <= fill.referencePrice && fill.referencePrice <= one.high;
        // Only a live exit fills on the slice that accepted it, and only where its entry filled at the open.
        const liveExit = run.settings.entryBar === 'live' && filledAtOpen.has(order.parentId ?? 0);
        const later = rowOf(time) > order.acceptedIndex || (liveExit && rowOf(time) === order.acceptedIndex);
        return !inside || !later || fill.quantity > order.quantity || fill.quantity <= 0;
      });
      expect(wrong).toEqual([]);
    });
  });

  test('slippage never favours the order, and a limit never pays more than its price', () => {
    overRandomRuns((run) => {
      const { events } = play(run).journal;
      const orders = ordersOf(events);
      const wrong = ofKind(events, 'order-filled').filter(({ fill }) => {
        const { type, limitPrice } = orders.get(fill.orderId)!;
        const sign = fill.side === 'buy' ? 1 : -1;
        if (type === 'limit')
          return fill.price !== fill.referencePrice || sign * (fill.price - limitPrice!) > 0;
        return sign * (fill.price - fill.referencePrice) < 0;
      });
      expect(wrong).toEqual([]);
    });
  });

  test('each accepted order ends exactly once: filled, cancelled or expired', () => {
    overRandomRuns((run) => {
      const { events } = play(run).journal;
      const ended = events.flatMap((event) => {
        if (event.kind === 'order-filled') return [event.fill.orderId];
        return event.kind === 'order-cancelled' || event.kind === 'order-expired' ? [event.orderId] : [];
      });
      const accepted = [...ordersOf(events).keys()];
      expect(ended.sort((a, b) => a - b)).toEqual(accepted.sort((a, b) => a - b));
    });
  });

  test('no two exits of one bracket fill', () => {
    overRandomRuns((run) => {
      const { events } = play(run).journal;
      const orders = ordersOf(events);
      const parents = ofKind(events, 'order-filled').map(({ fill }) => orders.get(fill.orderId)!.parentId);
      const exited = parents.filter((parent) => parent !== null);
      expect(new Set(exited).size).toBe(exited.length);
    });
  });

  test('after ruin nothing is accepted but liquidations, which leave no position', () => {
    overRandomRuns((run) => {
      const { journal, ledger } = play(run);
      const [ruin] = ofKind(journal.events, 'account-ruined');
      if (!ruin) return;
      const later = journal.events.filter(({ sequence }) => sequence > ruin.sequence);
      const origins = ofKind(later, 'order-accepted').map(({ order }) => order.origin);
      expect(origins.filter((origin) => origin !== 'liquidation')).toEqual([]);
      const expired = ofKind(later, 'order-expired').length;
      const held = SYMBOLS.filter((_, symbol) => ledger.quantity(symbol) !== 0).length;
      expect(held).toBe(expired);
    });
  });

  test('round trips tell the whole profit where the account ends flat', () => {
    overRandomRuns((run) => {
      const script = run.script.map((actions, row) => (row < ROWS - 2 ? actions : allOut));
      // The last two rows have a bar of every symbol, so that all positions can be closed.
      const rows = run.rows.map((row, i) => (i < ROWS - 2 ? row : row.map((one) => one ?? run.rows[i]![0]!)));
      const { ledger } = play({ ...run, rows, script });
      expect(SYMBOLS.map((_, symbol) => ledger.quantity(symbol))).toEqual([0, 0, 0]);
      const profit = ledger.roundTrips.reduce((sum, trip) => sum + trip.profit, 0);
      expect(100_000 + profit).toBeCloseTo(ledger.equity, 4);
    });
  });

  test('two runs give the same journal, bit for bit', () => {
    overRandomRuns((run) => expect(play(run).journal).toEqual(play(run).journal));
  });
});

describe('nothing of the future is used:', () => {
  /** The journal up to a time, without what the end of the data caused. */
  function past({ journal }: Assembly, time: number) {
    const events = journal.events.filter((event) => event.time <= time && event.kind !== 'order-expired');
    return { events, marks: journal.marks.filter((mark) => mark.time <= time) };
  }

  test('where the data end at any row, the journal up to it is the same', () => {
    fc.assert(
      fc.property(anyRun, fc.integer({ min: 1, max: ROWS - 1 }), (run, end) => {
        const time = timeOfRow(end - 1);
        expect(past(play({ ...run, rows: run.rows.slice(0, end) }), time)).toEqual(past(play(run), time));
      }),
      PROPERTY,
    );
  });

  test('with any other bars from a row on, the journal before it is the same', () => {
    const other = anyMarket(SYMBOLS.length, ROWS);
    fc.assert(
      fc.property(anyRun, other, fc.integer({ min: 1, max: ROWS - 1 }), (run, poison, end) => {
        const time = timeOfRow(end - 1);
        const rows = [...run.rows.slice(0, end), ...poison.slice(end)];
        expect(past(play({ ...run, rows }), time)).toEqual(past(play(run), time));
      }),
      PROPERTY,
    );
  });
});

describe('what should not matter does not:', () => {
  test('other names of the symbols give the same journal', () => {
    const names = ['zebra', 'A', 'B'];
    overRandomRuns((run) => {
      const renamed = runStrategy(scriptedStrategy(names, run.script), run.rows, {
        ...run.settings,
        symbols: names,
      });
      expect(renamed.journal).toEqual(play(run).journal);
    });
  });

  test('another order of the symbols gives each the same fills', () => {
    const order = [2, 0, 1];
    overRandomRuns((run) => {
      const rows = run.rows.map((row) => order.map((symbol) => row[symbol]!));
      const strategy = scriptedStrategy(SYMBOLS, run.script);
      const symbols = order.map((symbol) => SYMBOLS[symbol]!);
      const shuffled = runStrategy(strategy, rows, { ...run.settings, symbols });
      const fillsOf = ({ journal }: Assembly, symbolIndex: number) =>
        ofKind(journal.events, 'order-filled')
          .filter(({ fill }) => fill.symbolIndex === symbolIndex)
          .map(({ time, fill: { side, quantity, price } }) => [time, side, quantity, price]);
      const plain = play(run);
      for (const [index, symbol] of order.entries()) {
        const actual = fillsOf(shuffled, index);
        const expected = fillsOf(plain, symbol);
        expect(actual.map(([time, side]) => [time, side])).toEqual(
          expected.map(([time, side]) => [time, side]),
        );
        for (const [i, [, , quantity, price]] of actual.entries()) {
          expect(Number(quantity) / Number(expected[i]![2])).toBeCloseTo(1, 6);
          expect(price).toBe(expected[i]![3]);
        }
      }
      expect(shuffled.ledger.equity).toBeCloseTo(plain.ledger.equity, 2);
    });
  });

  test('a further symbol that is not traded changes nothing', () => {
    fc.assert(
      fc.property(anyRun, anyMarket(1, ROWS), (run, further) => {
        const rows = run.rows.map((row, i) => [...row, further[i]![0]!]);
        const wider = runStrategy(scriptedStrategy(SYMBOLS, run.script), rows, {
          ...run.settings,
          symbols: [...SYMBOLS, 'FURTHER'],
        });
        expect(wider.journal).toEqual(play(run).journal);
      }),
      PROPERTY,
    );
  });

  test('prices and cash in another unit change money and nothing else', () => {
    const factor = 1 / 256;
    overRandomRuns((run) => {
      const plain = play(run);
      const other = play({ ...run, rows: scaled(run.rows, factor) }, { cash: 100_000 * factor });
      const equities = ({ journal }: Assembly) => journal.marks.map(({ equity }) => equity);
      expect(equities(other)).toEqual(equities(plain).map((equity) => equity * factor));
      const facts = ({ journal }: Assembly) =>
        journal.events.map((event) => {
          const { sequence, time, kind } = event;
          const quantity = event.kind === 'order-filled' ? event.fill.quantity : null;
          return [sequence, time, kind, 'reason' in event ? event.reason : null, quantity];
        });
      expect(facts(other)).toEqual(facts(plain));
    });
  });
});
