import type { ArmRole } from './arm-role.ts';
import type { CalendarRecord } from './calendar.ts';
import type { Comparison, VerdictSummary } from './comparison.ts';
import type { CustomMetricRecord } from './custom-metric.ts';
import type { DataGap } from './data-gap.ts';
import type { TaskPoint } from './event.ts';
import type { Experiment } from './experiment.ts';
import type { RoundTrip } from './fill.ts';
import type { Finding } from './finding.ts';
import type { Instrument } from './instrument.ts';
import type { MetricName } from './metric-catalog.ts';
import type { MetricValue } from './metric-value.ts';
import type { EpochMs } from './time.ts';

/** Complete only by a sealing transaction. A run whose process is gone without one is `crashed`. */
export type RunStatus = 'running' | 'complete' | 'failed' | 'interrupted' | 'crashed';

/**
 * How much of a run the store keeps, beside its metrics, the account at the end of each day and the journal hash, which
 * covers everything in any case: nothing more, every event and round trip too, or the account at every slice too.
 */
export type RunDetail = 'summary' | 'orders' | 'full';

/** One symbol of a run and the part that it plays. */
export interface RunSymbol {
  readonly symbol: string;
  readonly part: 'train' | 'test';
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly bars: number;
}

/** Everything that identifies a run before it starts. */
export interface RunIdentity {
  readonly kind: 'backtest' | 'compare' | 'sweep' | 'study';
  readonly strategyName: string;
  /** As the user gave it. */
  readonly strategyPath: string;
  /** SHA-256 of the strategy's own source files. */
  readonly strategyHash: string;
  /** Of a sweep, the values of each parameter that it varies. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** All settings with their defaults filled in. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly codeVersion: string;
  readonly nodeVersion: string;
  readonly dataName: string;
  /** SHA-256 over the bars that the run read. */
  readonly dataHash: string;
  /** What a reader must know about the data: licence, adjustments, survivorship. */
  readonly dataNotes: readonly string[];
  readonly symbols: readonly RunSymbol[];
  /** What is fixed of each traded symbol, by symbol index; empty for a run of before they were recorded. */
  readonly instruments: readonly Instrument[];
  /** The calendars that they name, by name. */
  readonly calendars: readonly CalendarRecord[];
  /** What the data lack by these calendars. */
  readonly dataGaps: readonly DataGap[];
  readonly testFrom: EpochMs;
  readonly testTo: EpochMs;
  /** Daily returns in a year (252 for exchange days), or 52 of weekly bars: what annual figures are scaled by. */
  readonly periodsPerYear: number;
  /** The command line that repeats the run. */
  readonly command: string;
  readonly detail: RunDetail;
  /** Metrics that the strategy declares beside the shipped ones, in its order; none if not given. */
  readonly customMetrics?: readonly CustomMetricRecord[];
}

/** A run as the store tells it. */
export interface RunRecord extends RunIdentity {
  readonly runId: number;
  readonly status: RunStatus;
  /** SHA-256 over strategy, parameters, settings, data and seed: equal hashes are the same trial. */
  readonly configHash: string;
  readonly startedAt: EpochMs;
  readonly finishedAt: EpochMs | null;
  /** SHA-256 over the journals of all arms; null until the run is complete. */
  readonly journalHash: string | null;
  /** The coded error that ended the run; null unless it failed. */
  readonly error: string | null;
  readonly customMetrics: readonly CustomMetricRecord[];
}

/**
 * Marks of an arm: the account at the close of market slices of the test period, one entry each, in order. Money in the
 * account's currency.
 */
export interface EquityColumns {
  readonly time: Float64Array;
  readonly cash: Float64Array;
  readonly equity: Float64Array;
  /** Sum of the absolute position values. */
  readonly gross: Float64Array;
  /** Sum of the signed position values. */
  readonly net: Float64Array;
}

/** What an arm traded by day, in rising order; days without a fill are left out. */
export interface TradedColumns {
  /** Midnight UTC. */
  readonly day: Float64Array;
  /** Sum of quantity × |price| × multiplier of the fills of the day, in the account's currency. */
  readonly traded: Float64Array;
}

/** Closes of one symbol in the test period, in the currency of its instrument. */
export interface PriceSample {
  /** Times of the bars, rising. */
  readonly time: Float64Array;
  readonly close: Float64Array;
}

/** A position from flat to flat. */
export interface TripRow extends RoundTrip {
  /** From 0, by its end. */
  readonly position: number;
  readonly symbol: string;
  /** Sequence number of the last adaptation before the order that opened it was accepted; null where there was none. */
  readonly adaptation: number | null;
}

/** The round trips of an arm as far as they were read. */
export interface TripTable {
  /** In the store. */
  readonly count: number;
  /** All of them; of more than 2,000 the first and last thousand and the ten largest gains and losses. By position. */
  readonly rows: readonly TripRow[];
}

/** The account at the close of one slice, after the event of that sequence number. Money in the account's currency. */
export interface Mark {
  readonly sequence: number;
  readonly time: EpochMs;
  readonly cash: number;
  readonly equity: number;
  /** Sum of the absolute position values. */
  readonly gross: number;
  /** Sum of the signed position values. */
  readonly net: number;
}

/** A confirmed regime change as a row. */
export interface RegimeRow {
  readonly sequence: number;
  readonly time: EpochMs;
  readonly regimeFrom: number;
  readonly regimeTo: number;
  readonly changedAt: EpochMs;
  readonly lagBars: number;
  readonly probability: number;
  readonly detector: string;
}

/** An adaptation, or one that was skipped with a reason, as a row. Null where it was skipped. */
export interface AdaptationRow {
  readonly sequence: number;
  readonly time: EpochMs;
  readonly trigger: string;
  readonly regimeSequence: number | null;
  readonly learner: string;
  readonly status: 'adapted' | 'skipped' | 'reverted';
  readonly reason: string | null;
  readonly supportFrom: EpochMs | null;
  readonly supportTo: EpochMs | null;
  readonly labelsKnownAt: EpochMs | null;
  readonly supportRows: number;
  readonly supportHash: string | null;
  readonly steps: number | null;
  readonly lossBefore: number | null;
  readonly lossAfter: number | null;
  readonly gradientNorm: number | null;
  readonly parametersBefore: string | null;
  readonly parametersAfter: string | null;
  readonly wallMs: number | null;
  /** The part that the adapted model has in predictions, above 0 to 1; the initialisation has the rest. */
  readonly weight: number | null;
  /** Past tasks whose rows are among those of the support. */
  readonly pastTasks: number | null;
  /** Where the task lies; null where none was stored. */
  readonly embedding: TaskPoint | null;
}

/** The money of an arm at its end in one currency, in that currency where nothing else is said. */
export interface CurrencyBalance {
  readonly currency: string;
  /** Money of the account for one unit; null where the data had no rate. */
  readonly exchangeRate: number | null;
  readonly cash: number;
  /** Before commission. */
  readonly profitRealised: number;
  readonly commission: number;
  /** Dividends, funding, interest and fees, signed. */
  readonly adjustments: number;
  /** What exchanges brought from other currencies, less what they took. */
  readonly converted: number;
  /** What changes of the exchange rate made of cash and positions, in money of the account. */
  readonly currencyProfit: number;
}

/**
 * What can become of an order beside being filled. A request is `refused`, or accepted smaller than it was wanted
 * (`shrunk`); an accepted order is `expired` or `cancelled`; a cancellation or amendment comes too `late`.
 */
export type OrderOutcomeKind = 'refused' | 'shrunk' | 'expired' | 'cancelled' | 'late';

/** How many orders or requests of an arm had one outcome for one reason. */
export interface OrderOutcome {
  readonly kind: OrderOutcomeKind;
  /** The reason code; of what came too late, what it was. */
  readonly reason: string;
  readonly orders: number;
}

/** An arm of a run with what a report shows of it. */
export interface ArmRecord {
  readonly armId: number;
  readonly name: string;
  readonly role: ArmRole;
  /** One sentence: what the arm does. */
  readonly description: string;
  readonly journalHash: string | null;
  /** How many marks the store holds: one for each slice of the test period, or for each day with less detail than `full`. */
  readonly marks: number;
  /**
   * All marks up to 100,000; of more, the last of each day, those at confirmed changes, and the lowest and highest of each
   * of many stretches.
   */
  readonly equity: EquityColumns;
  /** Null where the run kept no fills. */
  readonly traded: TradedColumns | null;
  readonly trips: TripTable;
  readonly metrics: Readonly<Partial<Record<MetricName, MetricValue>>>;
  /** Those that the strategy of the run declares, by name. */
  readonly customMetrics: Readonly<Record<string, MetricValue>>;
  readonly regimes: readonly RegimeRow[];
  readonly adaptations: readonly AdaptationRow[];
  /** That of the account first; empty where it has one currency. */
  readonly balances: readonly CurrencyBalance[];
  /** What became of orders beside being filled, by kind and reason; only what happened. */
  readonly outcomes: readonly OrderOutcome[];
}

/** How a learner was meta-trained, as the store keeps it. */
export interface TrainingRecord {
  readonly learner: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly symbols: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Episodes that the training could draw from. */
  readonly tasks: number;
  /** Mean query loss after adaptation, at each recorded meta-step. */
  readonly lossCurve: readonly number[];
  readonly parametersHash: string;
  readonly parameters: Float64Array;
  readonly wallMs: number;
}

/** All that a report shows: read from the store alone. */
export interface RunReport {
  readonly run: RunRecord;
  /** Those of the seed of the run; what other seeds came to stands in `experiment`. */
  readonly arms: readonly ArmRecord[];
  /** Of the traded symbols, by symbol index; empty where the run kept none. */
  readonly prices: readonly PriceSample[];
  readonly training: TrainingRecord | null;
  /** Null for a backtest, and for a comparison that is not complete. */
  readonly verdict: VerdictSummary | null;
  readonly comparisons: readonly Comparison[];
  /** What statistics say beside them; empty for a run of before they were drawn. */
  readonly findings: readonly Finding[];
  readonly experiment: Experiment;
}
