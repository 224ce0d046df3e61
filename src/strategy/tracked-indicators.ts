import type { MarketSlice } from '../model/market-slice.ts';
import { RegimetaError } from '../model/regimeta-error.ts';

const COLUMNS = ['open', 'high', 'low', 'close', 'volume', 'time'] as const;

/** A column of a bar that an indicator can be fed with; the time is that of its slice, in milliseconds since 1970. */
export type TrackedColumn = (typeof COLUMNS)[number];

/** What can be tracked: any streaming indicator, of one output or of several. */
export interface TrackedIndicator<Input extends readonly number[]> {
  /** Whether it has seen enough. */
  readonly ready: boolean;
  update(...input: Input): void;
}

/** The names of as many columns as the indicator takes inputs, in their order. */
export type ColumnsFor<Input extends readonly number[]> = { readonly [Index in keyof Input]: TrackedColumn };

/**
 * Has an indicator fed with every bar of a symbol from now on, those of the warm-up included, before `onBar` sees the
 * bar; returns the indicator itself. Without columns it gets the close. The strategy does not see the symbol before
 * all indicators that are tracked for it are ready. An indicator of several symbols takes one input of each, in the order
 * in which they are named, in slices where all of them have a bar.
 */
export type Track = <Input extends readonly number[], Tracked extends TrackedIndicator<Input>>(
  symbol: string | readonly string[],
  indicator: Tracked & TrackedIndicator<Input>,
  ...columns: ColumnsFor<Input> | []
) => Tracked;

interface Entry {
  readonly indicator: TrackedIndicator<number[]>;
  readonly columns: readonly TrackedColumn[];
  /** The symbol of each input; the same one throughout, unless there are several. */
  readonly inputSymbols: readonly number[];
  /** All symbols that wait for it. */
  readonly symbols: readonly number[];
  wasReady: boolean;
  isFed: boolean;
}

/** The indicators that strategies have had tracked; feeds them bar by bar and allocates nothing. */
export class TrackedIndicators {
  readonly #entries: Entry[] = [];
  /** How many indicators of each symbol are not ready. */
  readonly #waiting: Uint32Array;
  #isOpen = true;

  constructor(symbolCount: number) {
    this.#waiting = new Uint32Array(symbolCount);
  }

  /**
   * Takes an indicator of one symbol or several in; without columns it gets closes. Throws E_PLUGIN_SHAPE once the run has
   * begun, since it would have missed bars, where something is no column of a bar, and where several symbols do not have
   * one column each.
   */
  add(
    symbols: readonly number[],
    indicator: TrackedIndicator<number[]>,
    named: readonly TrackedColumn[],
  ): void {
    if (!this.#isOpen) {
      throw refusal(
        'indicators are tracked from the first bar on',
        'a call after init',
        'Call track in init',
      );
    }
    const columns = named.length > 0 ? [...named] : symbols.map(() => 'close' as const);
    const unknown = columns.find((column) => !COLUMNS.includes(column));
    if (unknown !== undefined || columns.length > INPUTS_MAX) {
      throw refusal(
        `the columns of a bar are ${COLUMNS.join(', ')}`,
        columns.join(', '),
        'Name one an input, five at the most',
      );
    }
    if (symbols.length !== 1 && symbols.length !== columns.length) {
      const found = `${symbols.length} symbols with ${columns.length} columns`;
      throw refusal('an indicator of several symbols takes one column of each', found, 'Name one a symbol');
    }
    const inputSymbols = symbols.length === 1 ? columns.map(() => symbols[0]!) : [...symbols];
    this.#entries.push({
      indicator,
      columns,
      inputSymbols,
      symbols: [...symbols],
      wasReady: false,
      isFed: false,
    });
    for (const symbol of symbols) this.#waiting[symbol]!++;
  }

  /** Whether there are none, so that nothing is to be fed. */
  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Takes no more. */
  close(): void {
    this.#isOpen = false;
  }

  /** Whether all indicators of a symbol are ready; true where it has none. */
  isReady(symbolIndex: number): boolean {
    return this.#waiting[symbolIndex] === 0;
  }

  /**
   * Feeds the bars of a slice; throws what an indicator throws, and E_DATA_SPLIT where a split falls on what an indicator
   * has taken already: it cannot be restated.
   */
  observe(slice: MarketSlice): void {
    if (slice.actions.length > 0) this.#refuseSplits(slice);
    for (let i = 0; i < this.#entries.length; i++) {
      const entry = this.#entries[i]!;
      if (isFresh(entry.symbols, slice)) this.#feed(entry, slice);
    }
  }

  #refuseSplits({ actions, symbols, time }: MarketSlice): void {
    for (const { kind, symbolIndex } of actions) {
      if (
        kind !== 'split' ||
        !this.#entries.some((entry) => entry.isFed && entry.symbols.includes(symbolIndex))
      )
        continue;
      throw new RegimetaError('E_DATA_SPLIT', {
        place: `track ${symbols[symbolIndex]!}`,
        rule: 'no split falls on a symbol whose indicators are tracked, which have taken its old prices',
        found: `a split at ${new Date(time).toISOString()}`,
        repair:
          'Take bars that are adjusted for splits, and these out of actions.csv, or compute from history',
      });
    }
  }

  #feed(entry: Entry, slice: MarketSlice): void {
    const { indicator, symbols } = entry;
    entry.isFed = true;
    update(entry, slice);
    if (indicator.ready === entry.wasReady) return;
    entry.wasReady = indicator.ready;
    const change = entry.wasReady ? -1 : 1;
    for (let i = 0; i < symbols.length; i++) this.#waiting[symbols[i]!] += change;
  }
}

const INPUTS_MAX = 5;

function isFresh(symbols: readonly number[], slice: MarketSlice): boolean {
  for (let i = 0; i < symbols.length; i++) if (slice.fresh[symbols[i]!] !== 1) return false;
  return true;
}

/** Not by spreading, which would make an array a bar. */
function update({ indicator, columns, inputSymbols }: Entry, slice: MarketSlice): void {
  const input = (at: number): number => {
    const column = columns[at]!;
    return column === 'time' ? slice.time : slice[column][inputSymbols[at]!]!;
  };
  if (columns.length === 1) indicator.update(input(0));
  else if (columns.length === 2) indicator.update(input(0), input(1));
  else if (columns.length === 3) indicator.update(input(0), input(1), input(2));
  else if (columns.length === 4) indicator.update(input(0), input(1), input(2), input(3));
  else indicator.update(input(0), input(1), input(2), input(3), input(4));
}

function refusal(rule: string, found: string, repair: string): RegimetaError {
  return new RegimetaError('E_PLUGIN_SHAPE', { place: 'track', rule, found, repair });
}
