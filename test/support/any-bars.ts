import { randomFrom } from '../../src/math/random.ts';
import { type Bar, bar, flat, type SliceRow } from './slices.ts';

/** What the bars of a market are like; each a way in which valid bars can be nasty. */
export const BAR_KINDS = ['calm', 'wild', 'constant', 'jumps', 'no-volume', 'spikes'] as const;

/** One of those. */
type BarKind = (typeof BAR_KINDS)[number];

/** The shape of a market. */
export interface MarketShape {
  readonly kind: BarKind;
  readonly symbolCount: number;
  readonly rows: number;
  /** The price that all symbols start near. */
  readonly level: number;
  /** The part of the bars that are missing. */
  readonly missing: number;
}

const DEVIATIONS: Record<BarKind, number> = {
  calm: 0.01,
  wild: 0.2,
  constant: 0,
  jumps: 0.01,
  'no-volume': 0.01,
  spikes: 0.01,
};

function nextBar(close: number, kind: BarKind, random: ReturnType<typeof randomFrom>): Bar {
  if (kind === 'constant') return flat(close);
  const deviation = DEVIATIONS[kind];
  // Now and then the price becomes a thousandth or a thousandfold.
  const jump = kind === 'jumps' && random.integer(15) === 0 ? (random.integer(2) === 0 ? 1_000 : 0.001) : 1;
  const open = close * jump * Math.exp(deviation * random.normal());
  const end = open * Math.exp(deviation * random.normal());
  const tail = kind === 'spikes' && random.integer(8) === 0 ? 3 : deviation;
  const high = Math.max(open, end) * Math.exp(tail * random.uniform());
  const low = Math.min(open, end) * Math.exp(-tail * random.uniform());
  return bar(open, high, low, end, kind === 'no-volume' ? 0 : random.integer(20_000));
}

/** Valid bars of a shape, the same for the same seed. Every row has a bar of at least one symbol. */
export function anyBars(seed: number, { kind, symbolCount, rows, level, missing }: MarketShape): SliceRow[] {
  const random = randomFrom(seed);
  const closes = Array.from({ length: symbolCount }, () => level * (0.5 + random.uniform()));
  return Array.from({ length: rows }, (_, index) =>
    closes.map((close, symbol) => {
      if (symbol !== index % symbolCount && random.uniform() < missing) return null;
      const next = nextBar(close, kind, random);
      closes[symbol] = next.close;
      return next;
    }),
  );
}
