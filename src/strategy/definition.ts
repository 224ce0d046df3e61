import type { z } from 'zod';
import type { Random } from '../math/random.ts';
import type { CustomMetric } from '../model/custom-metric.ts';
import type { Timeframe } from '../model/timeframe.ts';
import type { StrategyContext } from './context.ts';
import type { LearnerSlot } from './learner-slot.ts';
import type { OrderRule } from './order-rule.ts';
import type { TimeframeLookbacks, TrackOn } from './timeframes/timeframes.ts';
import type { Track } from './tracked-indicators.ts';

/**
 * A timer by the sessions of the data's calendar: due once a session, in the first slice whose bar is known at that moment or
 * later. Local clocks count, so it keeps to the market through the changes of daylight saving.
 */
export interface SessionTimer {
  readonly at: 'session-open' | 'session-close';
  /** Minutes after the moment; below zero before it. 0 if not given. */
  readonly offsetMinutes?: number;
}

/**
 * A timer of a strategy: due every so many slices; at the first slice of a new trading day (of UTC where the data name no
 * calendar), ISO week or month; or at a moment of sessions.
 */
export type TimerDeclaration =
  | { readonly everyBars: number }
  | { readonly every: 'day' | 'week' | 'month' }
  | SessionTimer;

/** What `init` is given, once, before the first slice. */
export interface StrategySetup<Parameters> {
  readonly parameters: Parameters;
  /** The symbols of the run. */
  readonly universe: readonly string[];
  /** A stream of random numbers that the seed of the run fixes. */
  readonly random: Random;
  /** Has an indicator fed with every bar of a symbol, those of the warm-up included. */
  readonly track: Track;
  /** The same with every completed bar of a timeframe. */
  readonly trackOn: TrackOn;
}

/**
 * A strategy plugin. Hooks are synchronous; `onBar` runs once a slice, at the close of its bars, and what it orders
 * fills on later bars.
 */
export interface StrategyDefinition<Schema extends z.ZodObject = z.ZodObject, State = unknown> {
  /** A short name in kebab-case. */
  readonly name: string;
  /** One sentence, shown by `--help`. */
  readonly description: string;
  /**
   * A zod object whose fields all have defaults: it gives the types, the defaults, the command-line flags and the
   * help of the parameters at once.
   */
  readonly parameters: Schema;
  /** Bars that a symbol needs, the present one included, before the strategy sees it; also what `history` keeps. */
  lookback(parameters: z.infer<Schema>): number;
  /**
   * Bars that are built of those of the data, as look-backs by timeframe, each in its own bars: `({ '1h': 24, '1d': 50 })`. A
   * symbol is not seen before it has all of them. `history(symbol, '1h')` reads them.
   */
  timeframes?(parameters: z.infer<Schema>): TimeframeLookbacks;
  /** The timeframe at whose completed bars `onBar` is called; every slice if not given. It is one of `timeframes`. */
  decidesAt?(parameters: z.infer<Schema>): Timeframe;
  /** Timers by name; ask `isDue` in `onBar`. */
  timers?(parameters: z.infer<Schema>): Readonly<Record<string, TimerDeclaration>>;
  /** Where predictions come from; a strategy without it has none. */
  learner?(parameters: z.infer<Schema>): LearnerSlot;
  /** Makes the strategy's own state. */
  init?(setup: StrategySetup<z.infer<Schema>>): State;
  /**
   * Rules by name that orders have to pass after all limits of the run, unless they only reduce what is held. They apply to
   * every arm of the strategy.
   */
  readonly orderRules?: Readonly<Record<string, OrderRule<z.infer<Schema>, State>>>;
  /** Metrics beside the shipped ones. They are computed of every arm of a run, at its end, and decide nothing. */
  readonly metrics?: readonly CustomMetric[];
  /** Sees the slice and states targets and orders through the context. */
  onBar(context: StrategyContext<z.infer<Schema>, State>): void;
}

/** A strategy as a file exports it by default. */
export interface Strategy extends StrategyDefinition<z.ZodObject, unknown> {
  readonly kind: 'regimeta-strategy';
  readonly apiVersion: 1;
}

/** Declares a strategy: `export default defineStrategy({ … })`. */
export function defineStrategy<Schema extends z.ZodObject, State = undefined>(
  definition: StrategyDefinition<Schema, State>,
): Strategy {
  const strategy = { kind: 'regimeta-strategy', apiVersion: 1, ...definition } as const;
  // The engine gives each hook parameters of this schema and the state of this `init` alone, which TypeScript
  // cannot express for strategies of unknown type.
  return Object.freeze(strategy) as unknown as Strategy;
}
