import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../src/model/event.ts';
import type { Fill } from '../../src/model/fill.ts';
import { anyBars } from '../support/any-bars.ts';
import { type Assembly, type AssemblySettings, runStrategy } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { randomTrader, type TraderHabits } from '../support/random-trader.ts';
import { type Bar, bar, type SliceRow } from '../support/slices.ts';
import { type Occasion, occasions } from './many-sizes.ts';

const CASH = 131_072;
const OCCASIONS = occasions(40_000);

/** Runs the random trader; the names of its symbols are S000, S001 and so on unless others are given. */
function play(
  { seed, shape, settings }: Occasion,
  changes: {
    readonly rows?: readonly SliceRow[];
    readonly settings?: AssemblySettings;
    readonly habits?: Partial<TraderHabits>;
  } = {},
): Assembly {
  const rows = changes.rows ?? anyBars(seed, shape);
  const trader = randomTrader({ seed, unit: 1, ...changes.habits });
  const symbols = rows[0]!.map((_, index) => `S${String(index).padStart(3, '0')}`);
  return runStrategy(trader, rows, { symbols, cash: CASH, ...settings, ...changes.settings });
}

const changed = (rows: readonly SliceRow[], change: (one: Bar) => Bar): SliceRow[] =>
  rows.map((row) => row.map((one) => one && change(one)));

const kindsOf = ({ journal }: Assembly): unknown[] =>
  journal.events.map((event) => [
    event.sequence,
    event.time,
    event.kind,
    'reason' in event ? event.reason : '',
  ]);
const equitiesOf = ({ journal }: Assembly): number[] => journal.marks.map(({ equity }) => equity);

/** Money settings that scale with money, and units that scale with units; without what was not given. */
function scaledSettings(settings: AssemblySettings, money: number, units: number): AssemblySettings {
  const {
    commissionPerShare = 0,
    commissionPerTrade = 0,
    commissionMinimum = 0,
    lotSize,
    minNotional,
  } = settings;
  return {
    commissionPerShare: (commissionPerShare * money) / units,
    commissionPerTrade: commissionPerTrade * money,
    commissionMinimum: commissionMinimum * money,
    ...(lotSize === undefined ? {} : { lotSize: lotSize * units }),
    ...(minNotional === undefined ? {} : { minNotional: minNotional * money }),
  };
}

describe.each(OCCASIONS)(
  'with $shape.symbolCount symbols over $shape.rows rows of $shape.kind bars',
  (occasion) => {
    const rows = anyBars(occasion.seed, occasion.shape);
    const plain = play(occasion);

    it('prices and cash in another unit of money change money and nothing else', () => {
      const scale = 1 / 64;
      const other = play(occasion, {
        rows: changed(rows, ({ open, high, low, close, volume }) =>
          bar(open * scale, high * scale, low * scale, close * scale, volume),
        ),
        settings: { cash: CASH * scale, ...scaledSettings(occasion.settings, scale, 1) },
      });
      expect(kindsOf(other)).toEqual(kindsOf(plain));
      expect(equitiesOf(other)).toEqual(equitiesOf(plain).map((equity) => equity * scale));
    });

    it('an account of another size that trades so much more in such a market earns so much more', () => {
      const scale = 32;
      const other = play(occasion, {
        rows: changed(rows, (one) => ({ ...one, volume: one.volume * scale })),
        settings: { cash: CASH * scale, ...scaledSettings(occasion.settings, scale, scale) },
        habits: { unit: scale },
      });
      expect(kindsOf(other)).toEqual(kindsOf(plain));
      expect(equitiesOf(other)).toEqual(equitiesOf(plain).map((equity) => equity * scale));
    });

    it('shares that were split from the beginning on are worth the same', () => {
      const split = 4;
      const other = play(occasion, {
        rows: changed(rows, ({ open, high, low, close, volume }) =>
          bar(open / split, high / split, low / split, close / split, volume * split),
        ),
        settings: scaledSettings(occasion.settings, 1, split),
        habits: { unit: split },
      });
      expect(kindsOf(other)).toEqual(kindsOf(plain));
      expect(equitiesOf(other)).toEqual(equitiesOf(plain));
    });

    it('a symbol that nobody trades changes nothing, with bars at the same times', () => {
      const names = rows[0]!.map((_, index) => `S${String(index).padStart(3, '0')}`);
      const further = anyBars(7, { ...occasion.shape, symbolCount: 1, missing: 0.3 });
      const other = play(occasion, {
        rows: rows.map((row, at) => [...row, further[at]![0]!]),
        habits: { names },
      });
      expect(other.journal).toEqual(plain.journal);
    });

    it('a run is the same again, bit for bit', () => {
      expect(play(occasion).journal).toEqual(plain.journal);
    });

    it('where the data end at any row, or go on otherwise, the journal up to it is the same', () => {
      const { rows: count } = occasion.shape;
      if (count < 2) return;
      const poison = anyBars(occasion.seed + 1, occasion.shape);
      for (const end of new Set([1, Math.ceil(count / 3), count - 1])) {
        const cut = play(occasion, { rows: rows.slice(0, end) });
        const last = cut.journal.marks.at(-1)!.time;
        expect(past(cut, last)).toEqual(past(plain, last));
        const other = play(occasion, { rows: [...rows.slice(0, end), ...poison.slice(end)] });
        expect(past(other, last)).toEqual(past(plain, last));
      }
    });
  },
);

/** What was journalled up to a time, without what the end of the data itself caused. */
function past({ journal }: Assembly, time: number): unknown {
  const isOfTheEnd = (event: EngineEvent): boolean =>
    event.kind === 'order-expired' && event.reason === 'end-of-data';
  return {
    events: journal.events.filter((event) => event.time <= time && !isOfTheEnd(event)),
    marks: journal.marks.filter((mark) => mark.time <= time),
  };
}

/** Occasions in which no order is refused: what is ordered depends on nothing but the bars. */
const PLAIN: readonly Occasion[] = OCCASIONS.filter(
  ({ shape }) => shape.kind === 'calm' || shape.kind === 'no-volume' || shape.kind === 'constant',
).map(
  ({ seed, shape, settings: { participation: _part, lotSize: _lot, minNotional: _least, ...settings } }) => ({
    seed,
    shape,
    settings: { ...settings, grossLimit: 100, cash: 2 ** 30 },
  }),
);

/** A fill without what the order of the symbols decides: its number and that of its order. */
type Unnumbered = Omit<Fill, 'id' | 'orderId' | 'symbolIndex'>;

const byName = (assembly: Assembly, names: readonly string[]): Map<string, Unnumbered[]> => {
  const found = new Map(names.map((name) => [name, [] as Unnumbered[]]));
  for (const { fill } of ofKind(assembly.journal.events, 'order-filled')) {
    const { id: _id, orderId: _orderId, symbolIndex, ...rest } = fill;
    found.get(names[symbolIndex]!)!.push(rest);
  }
  return found;
};

describe.each(PLAIN)(
  'with plain orders of $shape.symbolCount symbols over $shape.rows rows of $shape.kind bars',
  (occasion) => {
    const rows = anyBars(occasion.seed, occasion.shape);
    const names = rows[0]!.map((_, index) => `S${String(index).padStart(3, '0')}`);
    const plain = play(occasion, { habits: { plain: true } });

    it('nothing is refused, so that the orders are the same whatever they cost', () => {
      const refused = ofKind(plain.journal.events, 'order-refused');
      expect(refused.filter(({ reason }) => reason !== 'symbol-without-price')).toEqual([]);
    });

    it.each([
      'commissionBps',
      'commissionPerShare',
      'commissionPerTrade',
      'commissionMinimum',
      'slippageBps',
    ] as const)('a higher %s never leaves more equity, at any close', (name) => {
      let before: number[] | null = null;
      for (const level of [0, 0.5, 3, 20]) {
        const run = play(occasion, { habits: { plain: true }, settings: { [name]: level } });
        const equities = equitiesOf(run);
        const worse = equities.filter((equity, at) => before !== null && equity > before[at]!);
        expect(worse).toEqual([]);
        before = equities;
      }
    });

    it('another order of the symbols gives each the same fills, and the account the same worth', () => {
      const order = names.map((_, index) => (index * 7 + 3) % names.length);
      if (new Set(order).size !== names.length)
        order.splice(0, order.length, ...names.map((_, i) => i).reverse());
      const shuffled = order.map((symbol) => names[symbol]!);
      const other = runStrategy(
        randomTrader({ seed: occasion.seed, unit: 1, plain: true }),
        rows.map((row) => order.map((symbol) => row[symbol]!)),
        { symbols: shuffled, ...occasion.settings },
      );
      expect(byName(other, shuffled)).toEqual(byName(plain, names));
      const errors = equitiesOf(other).map((equity, at) => Math.abs(equity / equitiesOf(plain)[at]! - 1));
      expect(Math.max(...errors)).toBeLessThan(1e-12);
    });
  },
);
