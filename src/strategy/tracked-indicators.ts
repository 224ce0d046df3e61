import type { MarketSlice } from '../model/market-slice.ts';
import { RegimetaError } from '../model/regimeta-error.ts';

const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;

/** A column of a bar that an indicator can be fed with. */
export type TrackedColumn = (typeof COLUMNS)[number];

/** What can be tracked: any streaming indicator, of one output or of several. */
export interface TrackedIndicator<Input extends readonly number[]> {
  /** Whether it has seen enough. */
  readonly ready: boolean;
  update(...input: Input): void;
}

/** The names of as many columns as the indicator takes inputs, in their order. */
type ColumnsFor<Input extends readonly number[]> = { readonly [Index in keyof Input]: TrackedColumn };

/**
 * Has an indicator fed with every bar of a symbol from now on, those of the warm-up included, before `onBar` sees the
 * bar; returns the indicator itself. Without columns it gets the close. The strategy does not see the symbol before
 * all indicators that are tracked for it are ready.
 */
export type Track = <Input extends readonly number[], Tracked extends TrackedIndicator<Input>>(
  symbol: string,
  indicator: Tracked & TrackedIndicator<Input>,
  ...columns: ColumnsFor<Input> | []
) => Tracked;

interface Entry {
  readonly indicator: TrackedIndicator<number[]>;
  readonly columns: readonly TrackedColumn[];
}

/** The indicators that strategies have had tracked, by symbol; feeds them bar by bar and allocates nothing. */
export class TrackedIndicators {
  readonly #entries: Entry[][];
  readonly #ready: Uint8Array;
  #isOpen = true;
  #isEmpty = true;

  constructor(symbolCount: number) {
    this.#entries = Array.from({ length: symbolCount }, () => []);
    this.#ready = new Uint8Array(symbolCount).fill(1);
  }

  /**
   * Takes an indicator in. Throws E_PLUGIN_SHAPE once the run has begun, since it would have missed bars, and where
   * something is no column of a bar.
   */
  add(symbolIndex: number, indicator: TrackedIndicator<number[]>, columns: readonly TrackedColumn[]): void {
    if (!this.#isOpen) {
      throw refusal(
        'indicators are tracked from the first bar on',
        'a call after init',
        'Call track in init',
      );
    }
    const unknown = columns.find((column) => !COLUMNS.includes(column));
    if (unknown !== undefined || columns.length > COLUMNS.length) {
      throw refusal(
        `the columns of a bar are ${COLUMNS.join(', ')}`,
        columns.join(', '),
        'Name one an input',
      );
    }
    this.#entries[symbolIndex]!.push({ indicator, columns: [...columns] });
    this.#ready[symbolIndex] = 0;
    this.#isEmpty = false;
  }

  /** Whether there are none, so that nothing is to be fed. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Takes no more. */
  close(): void {
    this.#isOpen = false;
  }

  /** Whether all indicators of a symbol are ready; true where it has none. */
  isReady(symbolIndex: number): boolean {
    return this.#ready[symbolIndex] === 1;
  }

  /** Feeds the bars of a slice; throws what an indicator throws. */
  observe(slice: MarketSlice): void {
    if (this.#isEmpty) return;
    for (let symbol = 0; symbol < this.#entries.length; symbol++) {
      const entries = this.#entries[symbol]!;
      if (entries.length > 0 && slice.fresh[symbol] === 1) this.#feed(entries, slice, symbol);
    }
  }

  #feed(entries: readonly Entry[], slice: MarketSlice, symbol: number): void {
    let ready = 1;
    for (let i = 0; i < entries.length; i++) {
      const { indicator, columns } = entries[i]!;
      update(indicator, columns, slice, symbol);
      if (!indicator.ready) ready = 0;
    }
    this.#ready[symbol] = ready;
  }
}

/** Not by spreading, which would make an array a bar. */
function update(
  indicator: TrackedIndicator<number[]>,
  columns: readonly TrackedColumn[],
  slice: MarketSlice,
  symbol: number,
): void {
  const input = (at: number): number => slice[columns[at]!][symbol]!;
  if (columns.length === 1) indicator.update(input(0));
  else if (columns.length === 2) indicator.update(input(0), input(1));
  else if (columns.length === 3) indicator.update(input(0), input(1), input(2));
  else if (columns.length === 4) indicator.update(input(0), input(1), input(2), input(3));
  else indicator.update(input(0), input(1), input(2), input(3), input(4));
}

function refusal(rule: string, found: string, repair: string): RegimetaError {
  return new RegimetaError('E_PLUGIN_SHAPE', { place: 'track', rule, found, repair });
}
