import type { OrderType, Side } from '../model/order.ts';
import type { EpochMs } from '../model/time.ts';
import type { PositionView } from './context.ts';

/** An order as a rule of the strategy sees it: after all limits of the run. */
export interface ReviewedOrder {
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  /** Units, above zero. */
  readonly quantity: number;
  /** The last close of the symbol. */
  readonly price: number;
  readonly tag: string;
}

/** What else a rule sees. All of it was known at `time`. */
export interface RuleContext<Parameters, State> {
  readonly parameters: Parameters;
  /** What `init` returned. */
  readonly state: State;
  readonly time: EpochMs;
  /** Money not in positions. */
  readonly cash: number;
  readonly equity: number;
  readonly position: (symbol: string) => PositionView;
}

/**
 * A rule that orders have to pass: says how many units of the order it allows. All of them or more approves it, none
 * refuses it, and fewer shrink the order of a target and refuse any other. The name of the rule is the reason.
 */
export type OrderRule<Parameters, State> = (
  order: ReviewedOrder,
  context: RuleContext<Parameters, State>,
) => number;
