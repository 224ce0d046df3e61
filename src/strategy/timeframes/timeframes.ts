import type { BarTiming } from '../../model/bar-timing.ts';
import type { MarketSlice } from '../../model/market-slice.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import type { SessionClock } from '../../model/session.ts';
import { type Timeframe, timeframeRule } from '../../model/timeframe.ts';
import { MarketHistory, type SymbolHistory } from '../history.ts';
import {
  type ColumnsFor,
  type Track,
  type TrackedIndicator,
  TrackedIndicators,
} from '../tracked-indicators.ts';
import { BarBuilder } from './bar-builder.ts';
import { requireCoarser, requireTimeframe } from './coarser-timeframe.ts';

/** Look-backs by timeframe, each in bars of its own. */
export type TimeframeLookbacks = { readonly [Frame in Timeframe]?: number };

/**
 * Has an indicator fed with every bar of a timeframe when it is completed, those of the warm-up included; otherwise as
 * `Track`. The timeframe is one that the strategy declares.
 */
export type TrackOn = <Input extends readonly number[], Tracked extends TrackedIndicator<Input>>(
  timeframe: Timeframe,
  symbol: Parameters<Track>[0],
  indicator: Tracked & TrackedIndicator<Input>,
  ...columns: ColumnsFor<Input> | []
) => Tracked;

/** What the timeframes of a strategy are built from. */
export interface TimeframeSettings {
  readonly declared: TimeframeLookbacks;
  readonly symbols: readonly string[];
  /** By symbol index. */
  readonly sessions: readonly SessionClock[];
  /** By symbol index. */
  readonly timings: readonly BarTiming[];
  /** What errors name. */
  readonly strategyName: string;
}

const TIMEFRAMES_MAX = 16;

/** The completed bars of the timeframes that a strategy declares: their histories, and what is tracked on them. */
export class Timeframes {
  readonly #stages: readonly TimeframeStage[];
  readonly #byName: ReadonlyMap<string, TimeframeStage>;
  readonly #strategyName: string;

  /** Throws E_PLUGIN_SHAPE for what is no timeframe or look-back, E_DATA_TIMEFRAME for one that is finer than the bars. */
  constructor(settings: TimeframeSettings) {
    const entries = declaredEntries(settings);
    this.#stages = entries.map(([name, lookback]) => new TimeframeStage(name, lookback, settings));
    this.#byName = new Map(this.#stages.map((stage) => [stage.name, stage]));
    this.#strategyName = settings.strategyName;
  }

  /** Whether none is declared. */
  get isEmpty(): boolean {
    return this.#stages.length === 0;
  }

  /** Takes a slice; throws what a tracked indicator throws. */
  observe(slice: MarketSlice): void {
    for (let i = 0; i < this.#stages.length; i++) this.#stages[i]!.observe(slice);
  }

  /** Whether the symbol has the look-back of every timeframe, and all that is tracked on them is ready. */
  isWarm(symbolIndex: number): boolean {
    for (let i = 0; i < this.#stages.length; i++) {
      if (!this.#stages[i]!.isWarm(symbolIndex)) return false;
    }
    return true;
  }

  /** The stage of a declared timeframe; E_PLUGIN_SHAPE for any other. */
  of(timeframe: string): TimeframeStage {
    return this.#byName.get(timeframe) ?? this.#refuse(timeframe);
  }

  /** Tracks no more indicators. */
  close(): void {
    for (const { tracked } of this.#stages) tracked.close();
  }

  #refuse(timeframe: string): never {
    const names = [...this.#byName.keys()];
    throw new RegimetaError('E_PLUGIN_SHAPE', {
      place: this.#strategyName,
      rule:
        names.length > 0 ? `the timeframes are ${names.join(', ')}` : 'the strategy declares no timeframes',
      found: JSON.stringify(timeframe),
      repair: 'Declare it in timeframes with its look-back',
    });
  }
}

/** One timeframe of a strategy. */
export class TimeframeStage {
  readonly name: string;
  readonly tracked: TrackedIndicators;
  readonly #history: MarketHistory;
  readonly #builder: BarBuilder;

  constructor(name: string, lookback: number, settings: TimeframeSettings) {
    const { symbols, sessions, timings } = settings;
    this.name = name;
    this.tracked = new TrackedIndicators(symbols.length);
    this.#history = new MarketHistory(symbols, lookback);
    const rule = timeframeRule(name)!;
    this.#builder = new BarBuilder({ symbols, rule, sessions, timings, hasQuotes: false });
  }

  /** The completed bars of a symbol. */
  history(symbolIndex: number): SymbolHistory {
    return this.#history.views[symbolIndex]!;
  }

  /** Whether a bar of the symbol was completed with the present slice. */
  isCompleted(symbolIndex: number): boolean {
    return this.#builder.completed[symbolIndex] === 1;
  }

  isWarm(symbolIndex: number): boolean {
    return this.#history.isWarm(symbolIndex) && this.tracked.isReady(symbolIndex);
  }

  observe(slice: MarketSlice): void {
    this.#builder.take(slice, this.#take);
  }

  readonly #take = (completed: MarketSlice): void => {
    this.#history.push(completed);
    this.tracked.observe(completed);
  };
}

function declaredEntries({ declared, timings, strategyName }: TimeframeSettings): [string, number][] {
  const place = `${strategyName} timeframes`;
  if (typeof declared !== 'object' || declared === null || Array.isArray(declared)) {
    throw new RegimetaError('E_PLUGIN_SHAPE', {
      place,
      rule: 'timeframes returns look-backs by timeframe',
      found: JSON.stringify(declared) ?? 'nothing',
      repair: "Write ({ '1h': 20, '1d': 50 })",
    });
  }
  const entries: [string, number][] = Object.entries(declared).map(([name, lookback]) => [
    name,
    lookback ?? Number.NaN,
  ]);
  if (entries.length > TIMEFRAMES_MAX) {
    const rule = `a strategy declares at most ${TIMEFRAMES_MAX} timeframes`;
    throw new RegimetaError('E_PLUGIN_SHAPE', { place, rule, found: String(entries.length) });
  }
  for (const [name, lookback] of entries) {
    requireTimeframe(name, place, 'E_PLUGIN_SHAPE');
    if (!(Number.isInteger(lookback) && lookback >= 1 && lookback <= 1_000_000)) {
      throw new RegimetaError('E_PLUGIN_SHAPE', {
        place,
        rule: `the look-back of ${name} is a whole number of its bars from 1 to 1,000,000`,
        found: String(lookback),
      });
    }
    requireCoarser(name, timings, place);
  }
  return entries;
}
