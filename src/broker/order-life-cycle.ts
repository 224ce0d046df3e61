import { RegimetaError } from '../model/regimeta-error.ts';

/** Where an order stands. `accepted`, `triggered` and `partly-filled` rest in the book; the others are ends. */
export type OrderState = 'accepted' | 'triggered' | 'partly-filled' | 'filled' | 'cancelled' | 'expired';

/** What can happen to an order that rests. */
export type OrderStep = 'trigger' | 'amend' | 'fill-part' | 'fill' | 'cancel' | 'expire';

/**
 * The legal transitions of an order: the state that a step leads to, by the state before it. What is not here is a
 * defect. docs/semantics.md prints this table, and a test holds the two equal.
 */
export const ORDER_LIFE_CYCLE: Readonly<
  Record<OrderState, Readonly<Partial<Record<OrderStep, OrderState>>>>
> = {
  accepted: {
    trigger: 'triggered',
    amend: 'accepted',
    'fill-part': 'partly-filled',
    fill: 'filled',
    cancel: 'cancelled',
    expire: 'expired',
  },
  triggered: {
    amend: 'triggered',
    'fill-part': 'partly-filled',
    fill: 'filled',
    cancel: 'cancelled',
    expire: 'expired',
  },
  'partly-filled': {
    amend: 'partly-filled',
    'fill-part': 'partly-filled',
    fill: 'filled',
    cancel: 'cancelled',
    expire: 'expired',
  },
  filled: {},
  cancelled: {},
  expired: {},
};

/** The state after a step. Throws E_INVARIANT where the table has none. */
export function stateAfter(state: OrderState, step: OrderStep, orderId: number): OrderState {
  const next = afterStep(stepsOf(state), step);
  if (next !== undefined) return next;
  throw new RegimetaError('E_INVARIANT', {
    place: `order ${orderId}`,
    rule: 'an order goes only through the legal transitions of its life',
    found: `${step} after ${state}`,
  });
}

type Steps = Readonly<Partial<Record<OrderStep, OrderState>>>;

/** By name rather than by `[state]`, which for several states is a search in a cache that all of the program shares. */
function stepsOf(state: OrderState): Steps {
  switch (state) {
    case 'accepted':
      return ORDER_LIFE_CYCLE.accepted;
    case 'triggered':
      return ORDER_LIFE_CYCLE.triggered;
    case 'partly-filled':
      return ORDER_LIFE_CYCLE['partly-filled'];
    case 'filled':
      return ORDER_LIFE_CYCLE.filled;
    case 'cancelled':
      return ORDER_LIFE_CYCLE.cancelled;
    case 'expired':
      return ORDER_LIFE_CYCLE.expired;
  }
}

function afterStep(steps: Steps, step: OrderStep): OrderState | undefined {
  switch (step) {
    case 'fill':
      return steps.fill;
    case 'fill-part':
      return steps['fill-part'];
    case 'cancel':
      return steps.cancel;
    case 'expire':
      return steps.expire;
    case 'amend':
      return steps.amend;
    case 'trigger':
      return steps.trigger;
  }
}
