import { randomFrom } from '../../src/math/random.ts';
import { BAR_KINDS, type MarketShape } from '../support/any-bars.ts';
import type { AssemblySettings } from '../support/assembly.ts';

/** A market and a way to trade in it. */
export interface Occasion {
  readonly seed: number;
  readonly shape: MarketShape;
  readonly settings: AssemblySettings;
}

const SIZES = [
  { symbolCount: 1, rows: 1 },
  { symbolCount: 1, rows: 2 },
  { symbolCount: 1, rows: 150 },
  { symbolCount: 2, rows: 60 },
  { symbolCount: 7, rows: 30 },
  { symbolCount: 50, rows: 12 },
] as const;

/** Random settings of all kinds. */
function anySettings(seed: number): AssemblySettings {
  const random = randomFrom(seed).split('settings');
  const pick = <Value>(...values: readonly Value[]): Value => values[random.integer(values.length)]!;
  return {
    commissionBps: pick(0, 5, 30),
    commissionPerShare: pick(0, 0.005),
    commissionPerTrade: pick(0, 1),
    commissionMinimum: pick(0, 2),
    slippageBps: pick(0, 5, 30),
    volumeImpact: pick(0, 0.1),
    grossLimit: pick(0.5, 1, 4, 100),
    entryBar: pick('live' as const, 'next' as const),
    fill: pick('next-open' as const, 'same-close' as const, 'next-close' as const),
    intrabar: pick(
      'stop-first' as const,
      'open-high-low-close' as const,
      'open-low-high-close' as const,
      'nearest-extreme-first' as const,
    ),
    limitFill: pick('touch' as const, 'penetrate' as const),
    participation: pick<number | 'none'>('none', 'none', 0.05),
    lotSize: pick(undefined, undefined, 1, 10),
    minNotional: pick(undefined, undefined, 500),
  };
}

/** Markets of every kind in every size, each with other settings: from one bar to many symbols with gaps. */
export function occasions(firstSeed: number): Occasion[] {
  return BAR_KINDS.flatMap((kind, row) =>
    SIZES.map((size, column) => {
      const seed = firstSeed + 100 * row + column;
      const missing = [0, 0.2, 0.6][(row + column) % 3]!;
      return { seed, shape: { kind, ...size, level: 100, missing }, settings: anySettings(seed) };
    }),
  );
}
