import fc from 'fast-check';
import { type Bar, bar, type SliceRow } from './slices.ts';

/** The moves that make a bar from the close before it: gap, way to the close, and both tails, in hundredths. */
type Moves = readonly [gap: number, way: number, above: number, below: number, volume: number];

const calm: fc.Arbitrary<Moves> = fc.tuple(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -5, max: 5 }),
  fc.nat(6),
  fc.nat(6),
  fc.nat(3),
);
const wild: fc.Arbitrary<Moves> = fc.tuple(
  fc.integer({ min: -40, max: 60 }),
  fc.integer({ min: -40, max: 60 }),
  fc.nat(40),
  fc.nat(40),
  fc.nat(1),
);
const moves = fc.oneof({ weight: 12, arbitrary: calm }, { weight: 1, arbitrary: wild });

function barAfter(close: number, [gap, way, above, below, volume]: Moves): Bar {
  const open = close * (1 + gap / 100);
  const next = open * (1 + way / 100);
  const high = Math.max(open, next) * (1 + above / 100);
  const low = Math.min(open, next) * (1 - below / 100);
  return bar(open, high, low, next, volume * 500);
}

function rowsOf(plan: readonly (readonly (Moves | null)[])[]): SliceRow[] {
  const closes = (plan[0] ?? []).map((_, symbol) => 100 * (symbol + 1));
  return plan.map((row) =>
    row.map((move, symbol) => {
      if (!move) return null;
      const next = barAfter(closes[symbol]!, move);
      closes[symbol] = next.close;
      return next;
    }),
  );
}

/**
 * Rows of valid bars with gaps, crashes and zero volume. The first symbol has a bar in every row; the others miss
 * one in five, the first rows included.
 */
export function anyMarket(symbolCount: number, rows: number): fc.Arbitrary<SliceRow[]> {
  const rare = fc.option(moves, { freq: 4 });
  const row = fc.tuple(moves, ...Array.from({ length: symbolCount - 1 }, () => rare));
  return fc.array(row, { minLength: rows, maxLength: rows, size: 'max' }).map(rowsOf);
}

/** The same bars with every price multiplied. */
export function scaled(rows: readonly SliceRow[], factor: number): SliceRow[] {
  return rows.map((row) =>
    row.map((one) => {
      if (!one) return null;
      const { open, high, low, close, volume } = one;
      return bar(open * factor, high * factor, low * factor, close * factor, volume);
    }),
  );
}
