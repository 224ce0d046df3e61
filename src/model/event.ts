import type { CashAdjustment } from './account.ts';
import type { Fill } from './fill.ts';
import type { MarketAction } from './market-action.ts';
import type {
  CancelReason,
  ConversionRefusal,
  ExpiryReason,
  Order,
  OrderRequest,
  RefusalReason,
} from './order.ts';
import type { EpochMs } from './time.ts';

interface EventBase {
  /** Rising by one over all events of an arm. */
  readonly sequence: number;
  /** The time of the market slice in which it happened. */
  readonly time: EpochMs;
}

/** The broker took the order; it can be filled from the next slice on (an exit of a bracket: see docs/semantics.md). */
interface OrderAccepted extends EventBase {
  readonly kind: 'order-accepted';
  readonly order: Order;
}

/** Risk approved less than was asked for. `order-accepted` with the smaller quantity follows. */
interface OrderShrunk extends EventBase {
  readonly kind: 'order-shrunk';
  readonly request: OrderRequest;
  readonly quantityApproved: number;
  readonly reason: RefusalReason;
}

/** Risk or the broker refused; nothing changed. */
interface OrderRefused extends EventBase {
  readonly kind: 'order-refused';
  readonly request: OrderRequest;
  readonly reason: RefusalReason;
}

/** A stop was reached and did not fill whole at once: it rests as a market order, a stop-limit as a limit order. */
interface OrderTriggered extends EventBase {
  readonly kind: 'order-triggered';
  readonly orderId: number;
}

/** A resting order was changed: what holds from the next slice on. Null where its type has no such price. */
export interface OrderAmended extends EventBase {
  readonly kind: 'order-amended';
  readonly orderId: number;
  readonly quantity: number;
  readonly limitPrice: number | null;
  readonly stopPrice: number | null;
}

/** The order left the book unfilled, on request or because its reason to be was gone. */
interface OrderCancelled extends EventBase {
  readonly kind: 'order-cancelled';
  readonly orderId: number;
  readonly reason: CancelReason;
}

/** A cancellation or an amendment arrived after its order had ended; only under latency. */
export interface RequestLate extends EventBase {
  readonly kind: 'request-late';
  readonly orderId: number;
  readonly request: 'cancel' | 'amendment';
}

/** The time of the order ran out while it rested. */
interface OrderExpired extends EventBase {
  readonly kind: 'order-expired';
  readonly orderId: number;
  readonly reason: ExpiryReason;
}

/** An execution, with the position of its symbol after it was booked. */
export interface OrderFilled extends EventBase {
  readonly kind: 'order-filled';
  readonly fill: Fill;
  /** What is still open of the order; zero where this fill ended it. */
  readonly quantityRemaining: number;
  /** Signed units after the fill. */
  readonly positionQuantity: number;
  /** Average entry price of what is held after the fill; null when flat. */
  readonly positionPrice: number | null;
  /** Money realised by this fill before commission, in the currency of the instrument. */
  readonly profitRealised: number;
  /** Money of the account for one unit of that currency, as it was booked; 1 where they are the same. */
  readonly exchangeRate: number;
}

/** The detector confirmed a change. All of it was known at `time`. */
export interface RegimeChanged extends EventBase {
  readonly kind: 'regime-changed';
  /** Regimes are numbered from 0, the one before the first confirmed change. */
  readonly regimeFrom: number;
  readonly regimeTo: number;
  /** The estimated first time of the new regime; at or before `time`. */
  readonly changedAt: EpochMs;
  /** Slices between the estimated change and its confirmation. */
  readonly lagBars: number;
  /** The posterior probability that a change happened within the detector's confirmation window. */
  readonly probability: number;
  readonly detector: string;
}

/** What made a learner adapt: a confirmed change, or a time that the arm's schedule names. */
export type AdaptationTrigger = 'regime-change' | 'schedule';

/** The rows that an adaptation learned from: every label in them was known at the event's time. */
interface SupportWindow {
  /** The decision times of the first and the last row. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The time at which the last label became known; at or before the event's time. */
  readonly labelsKnownAt: EpochMs;
  readonly rows: number;
  /** SHA-256 over features and labels of the rows, hexadecimal. */
  readonly hash: string;
}

/** A task as a point of a space, so that tasks can be compared and drawn as a map. */
export interface TaskPoint {
  /** `meta-features`, or the learner whose embedding it is. */
  readonly space: string;
  readonly at: readonly number[];
}

/** The learner re-adapted. */
export interface Adapted extends EventBase {
  readonly kind: 'adapted';
  readonly trigger: AdaptationTrigger;
  /** The sequence number of the `regime-changed` event behind it; null where a schedule caused it. */
  readonly regimeSequence: number | null;
  readonly learner: string;
  readonly support: SupportWindow;
  /** Gradient steps taken. */
  readonly steps: number;
  /** Mean loss on the support set before and after. */
  readonly lossBefore: number;
  readonly lossAfter: number;
  /** Euclidean norm of the first inner gradient, before clipping. */
  readonly gradientNorm: number;
  /** SHA-256 of the parameters before and after, hexadecimal. */
  readonly parametersBefore: string;
  readonly parametersAfter: string;
  /** Milliseconds on the wall; kept for the user, left out of the journal hash. */
  readonly wallMs: number;
  /** The part that the adapted model has in predictions, above 0; the initialisation has the rest. 1 where left out. */
  readonly weight?: number;
  /** Past tasks whose rows joined the support; none where left out. */
  readonly pastTasks?: number;
  /** What the support was like; kept for the user, left out of the journal hash, since it follows from the support. */
  readonly embedding?: TaskPoint;
}

/**
 * Why an adaptation did not happen: too few rows with known labels (`features-not-finite` where rows were left out for
 * their features), no feature that varies, numbers that ran away, a newer change, a change that was taken back, the budget, or the end
 * of the data.
 */
type SkipReason =
  | 'support-too-small'
  | 'features-not-finite'
  | 'features-constant'
  | 'diverged'
  | 'superseded'
  | 'false-alarm'
  | 'budget-spent'
  | 'end-of-data';

/** An adaptation was due and did not happen; the parameters are as before. */
export interface AdaptationSkipped extends EventBase {
  readonly kind: 'adaptation-skipped';
  readonly trigger: AdaptationTrigger;
  readonly regimeSequence: number | null;
  readonly learner: string;
  readonly reason: SkipReason;
  readonly rows: number;
}

/** A change was taken back as a false alarm: the parameters are again those from before it. */
export interface AdaptationReverted extends EventBase {
  readonly kind: 'adaptation-reverted';
  readonly trigger: 'false-alarm';
  /** The sequence number of the `regime-changed` event that is taken back. */
  readonly regimeSequence: number;
  readonly learner: string;
  /** SHA-256 of the parameters before and after, hexadecimal. */
  readonly parametersBefore: string;
  readonly parametersAfter: string;
}

/** Equity fell to zero or below: open orders are cancelled, positions closed, later orders refused. */
interface AccountRuined extends EventBase {
  readonly kind: 'account-ruined';
  readonly equity: number;
}

/** Something happened to an instrument; it took effect before anything else of its slice. */
export interface MarketActionTaken extends EventBase {
  readonly kind: 'market-action';
  readonly action: MarketAction;
  /** Signed units held after it. */
  readonly positionQuantity: number;
  /** Average entry price after it; null when flat. */
  readonly positionPrice: number | null;
  /** Money that came into the account, in the currency of the instrument; below zero where it was paid. */
  readonly cash: number;
}

/** Interest or a fee was booked. */
interface CashAdjusted extends EventBase {
  readonly kind: 'cash-adjusted';
  readonly adjustment: CashAdjustment;
  /** Money that came into the account, in the currency; below zero where it was paid. */
  readonly amount: number;
  /** Null for that of the account. */
  readonly currency: string | null;
}

/** Cash of one currency was exchanged for another. */
export interface CashConverted extends EventBase {
  readonly kind: 'cash-converted';
  readonly from: string;
  readonly to: string;
  /** What went out, in the first currency, and what came in, in the second; both above zero. */
  readonly amountFrom: number;
  readonly amountTo: number;
  /** What the exchange cost, in the currency of the account. */
  readonly cost: number;
  /** Whether the strategy asked for it, or what moved the cash was settled. */
  readonly cause: 'strategy' | 'settlement';
}

/** A strategy asked for an exchange that cannot be; nothing changed. */
export interface ConversionRefused extends EventBase {
  readonly kind: 'conversion-refused';
  readonly from: string;
  readonly to: string;
  /** As it was asked for, in the first currency. */
  readonly amount: number;
  readonly reason: ConversionRefusal;
}

/** Equity fell so far below its highest close that the run stops trading: positions are closed, later orders refused. */
interface DrawdownStopped extends EventBase {
  readonly kind: 'drawdown-stop';
  readonly equity: number;
}

/** Equity fell below the maintenance margin: orders are cancelled and positions reduced. */
interface MarginCalled extends EventBase {
  readonly kind: 'margin-call';
  readonly equity: number;
}

/** A strategy noted something, as known at `time`: a forecast, or an alarm. It changes nothing. */
interface Noted extends EventBase {
  readonly kind: 'noted';
  readonly name: string;
  /** Null where it is of no single symbol. */
  readonly symbolIndex: number | null;
  readonly value: number;
}

/** Everything that can happen in a run, as frozen facts. */
export type EngineEvent =
  | OrderAccepted
  | OrderShrunk
  | OrderRefused
  | OrderTriggered
  | OrderAmended
  | OrderCancelled
  | OrderExpired
  | RequestLate
  | OrderFilled
  | RegimeChanged
  | Adapted
  | AdaptationSkipped
  | AdaptationReverted
  | AccountRuined
  | MarketActionTaken
  | CashAdjusted
  | CashConverted
  | ConversionRefused
  | MarginCalled
  | DrawdownStopped
  | Noted;

/** An event before the engine has given it its time and sequence number: what the stages hand to it. */
export type Unplaced<Event extends EngineEvent> = Event extends EngineEvent
  ? Omit<Event, 'sequence' | 'time'>
  : never;

/** What a learner reports of an adaptation that was due. */
export type AdaptationReport = Unplaced<Adapted | AdaptationSkipped | AdaptationReverted>;
