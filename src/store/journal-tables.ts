import type {
  CashConverted,
  EngineEvent,
  MarketActionTaken,
  OrderAmended,
  OrderFilled,
  RegimeChanged,
  RequestLate,
} from '../model/event.ts';
import type { MarketAction } from '../model/market-action.ts';
import type { Order, OrderRequest } from '../model/order.ts';
import { adaptationValues } from './adaptation-values.ts';
import type { SqlValue } from './connection.ts';
import { wellFormed } from './well-formed.ts';

const REQUEST = [
  'symbol_index',
  'side',
  'type',
  'quantity',
  'limit_price',
  'stop_price',
  'origin',
  'bracket_stop_price',
  'bracket_limit_price',
  'tag',
] as const;

/** Null where the order is plain. */
const TERMS = [
  'trail_unit',
  'trail_distance',
  'reduce_only',
  'oco_group',
  'time_in_force',
  'good_till',
] as const;

/**
 * The tables that hold the events of an arm, one row an event, with the columns that the journal hash covers, in its order; `arm_id`
 * stands before them in each table. What a machine's speed decides is stored and not hashed. `number` stands for the table
 * in the hash and is never given anew. Statements always fill the first `filled` columns, so that rows keep their order.
 */
export const JOURNAL_TABLES = {
  orders: {
    number: 1,
    hashed: [
      'sequence',
      'time',
      'order_id',
      'symbol_index',
      'side',
      'type',
      'quantity',
      'origin',
      'tag',
      'accepted_at',
      'accepted_index',
      'limit_price',
      'stop_price',
      'bracket_stop_price',
      'bracket_limit_price',
      'parent_id',
      ...TERMS,
    ],
    unhashed: [],
  },
  order_steps: {
    number: 2,
    hashed: [
      'sequence',
      'time',
      'kind',
      'order_id',
      'reason',
      'quantity_approved',
      ...REQUEST,
      'not_finite',
      ...TERMS,
    ],
    unhashed: [],
  },
  fills: {
    number: 3,
    filled: 15,
    hashed: [
      'sequence',
      'time',
      'fill_id',
      'order_id',
      'symbol_index',
      'side',
      'quantity',
      'price',
      'reference_price',
      'commission',
      'profit_realised',
      'ends_order',
      'ambiguous',
      'position_quantity',
      'position_price',
      'opposite_profit_difference',
      'exchange_rate',
    ],
    unhashed: [],
  },
  regime_events: {
    number: 4,
    hashed: [
      'sequence',
      'time',
      'regime_from',
      'regime_to',
      'changed_at',
      'lag_bars',
      'probability',
      'detector',
    ],
    unhashed: [],
  },
  adaptations: {
    number: 5,
    hashed: [
      'sequence',
      'time',
      'trigger',
      'regime_sequence',
      'learner',
      'status',
      'reason',
      'support_from',
      'support_to',
      'labels_known_at',
      'support_rows',
      'support_hash',
      'steps',
      'loss_before',
      'loss_after',
      'gradient_norm',
      'parameters_before',
      'parameters_after',
    ],
    unhashed: ['wall_ms', 'embedding', 'weight', 'past_tasks'],
  },
  late_requests: {
    number: 6,
    hashed: ['sequence', 'time', 'order_id', 'request'],
    unhashed: [],
  },
  account_events: { number: 7, hashed: ['sequence', 'time', 'kind', 'equity'], unhashed: [] },
  market_actions: {
    number: 8,
    hashed: [
      'sequence',
      'time',
      'symbol_index',
      'kind',
      'value',
      'position_quantity',
      'position_price',
      'cash',
    ],
    unhashed: [],
  },
  cash_adjustments: {
    number: 9,
    hashed: ['sequence', 'time', 'kind', 'amount', 'currency'],
    unhashed: [],
  },
  conversions: {
    number: 10,
    hashed: [
      'sequence',
      'time',
      'from_currency',
      'to_currency',
      'amount_from',
      'amount_to',
      'cost',
      'cause',
      'refusal',
    ],
    unhashed: [],
  },
  notes: { number: 11, hashed: ['sequence', 'time', 'name', 'symbol_index', 'value'], unhashed: [] },
} as const satisfies Record<string, JournalTableShape>;

/** Stands for the table of round trips, which are not hashed, among rows that go to the writer. */
export const ROUND_TRIPS_NUMBER = 100;

/** What is fixed of a table of events. */
export interface JournalTableShape {
  readonly number: number;
  readonly filled?: number;
  readonly hashed: readonly string[];
  readonly unhashed: readonly string[];
}

/** The name of a table that holds events. */
export type JournalTable = keyof typeof JOURNAL_TABLES;

/** A row of an event, values in the order of the table's columns, the unhashed ones last; nulls at the end may be left out. */
export interface JournalRow {
  readonly table: JournalTable;
  readonly values: readonly SqlValue[];
}

/** The row of an event. */
export function journalRow(event: EngineEvent): JournalRow {
  switch (event.kind) {
    case 'order-accepted':
      return orderRow(event, event.order);
    case 'order-shrunk':
      return requestRow(event, 'shrunk', event.quantityApproved);
    case 'order-refused':
      return requestRow(event, 'refused', null);
    case 'order-triggered':
      return lifeRow(event, 'triggered', event.orderId, null);
    case 'order-amended':
      return amendedRow(event);
    case 'order-cancelled':
      return lifeRow(event, 'cancelled', event.orderId, event.reason);
    case 'order-expired':
      return lifeRow(event, 'expired', event.orderId, event.reason);
    case 'order-filled':
      return fillRow(event);
    case 'request-late':
      return lateRow(event);
    case 'regime-changed':
      return regimeRow(event);
    case 'adapted':
    case 'adaptation-skipped':
    case 'adaptation-reverted':
      return { table: 'adaptations', values: adaptationValues(event) };
    case 'account-ruined':
      return { table: 'account_events', values: [event.sequence, event.time, 'ruined', event.equity] };
    case 'margin-call':
    case 'drawdown-stop':
      return { table: 'account_events', values: [event.sequence, event.time, event.kind, event.equity] };
    case 'market-action':
      return marketActionRow(event);
    case 'noted': {
      const { sequence, time, name, symbolIndex, value } = event;
      return { table: 'notes', values: [sequence, time, wellFormed(name), symbolIndex, value] };
    }
    case 'cash-adjusted': {
      const { sequence, time, adjustment, amount, currency } = event;
      return { table: 'cash_adjustments', values: [sequence, time, adjustment, amount, currency] };
    }
    case 'cash-converted':
      return convertedRow(event);
    case 'conversion-refused': {
      const { sequence, time, from, to, amount, reason } = event;
      const wanted = Number.isFinite(amount) ? amount : null;
      const values = [sequence, time, from, to, wanted, null, null, 'strategy', reason];
      return { table: 'conversions', values };
    }
  }
}

interface Placed {
  readonly sequence: number;
  readonly time: number;
}

function orderRow({ sequence, time }: Placed, order: Order): JournalRow {
  const { id, acceptedAt, acceptedIndex, parentId, symbolIndex, side, type, quantity, origin } = order;
  const { limitPrice, stopPrice, bracket } = order;
  const values: SqlValue[] = [sequence, time, id, symbolIndex, side, type, quantity, origin];
  values.push(wellFormed(order.tag), acceptedAt, acceptedIndex);
  const terms = termValues(order);
  if (terms.length > 0 || (limitPrice ?? stopPrice ?? bracket ?? parentId) !== null) {
    const exits = [bracket?.stopPrice ?? null, bracket?.limitPrice ?? null];
    values.push(limitPrice, stopPrice, ...exits, parentId, ...terms);
  }
  return { table: 'orders', values };
}

function lifeRow(
  { sequence, time }: Placed,
  kind: string,
  orderId: number,
  reason: string | null,
): JournalRow {
  return { table: 'order_steps', values: [sequence, time, kind, orderId, reason] };
}

function requestRow(
  event: Placed & { readonly request: OrderRequest; readonly reason: string },
  kind: string,
  quantityApproved: number | null,
): JournalRow {
  const { sequence, time, reason } = event;
  const notFinite: Record<string, string> = {};
  const values = finiteOnly(REQUEST, requestValues(event.request), notFinite);
  const terms = finiteOnly(TERMS, termValues(event.request), notFinite);
  const noted = Object.keys(notFinite).length > 0 ? JSON.stringify(notFinite) : null;
  return {
    table: 'order_steps',
    values: [sequence, time, kind, null, reason, quantityApproved, ...values, noted, ...terms],
  };
}

/** The values with null for each number that is not finite, which is noted by its column. */
function finiteOnly(
  columns: readonly string[],
  values: SqlValue[],
  notFinite: Record<string, string>,
): SqlValue[] {
  for (const [i, value] of values.entries()) {
    if (typeof value !== 'number' || Number.isFinite(value)) continue;
    notFinite[columns[i]!] = String(value);
    values[i] = null;
  }
  return values;
}

/** Nothing for a plain order. That an exit of a bracket reduces only is told by its parent. */
function termValues(request: OrderRequest | Order): SqlValue[] {
  const { trail, reduceOnly, ocoGroup, timeInForce, goodTill } = request;
  const isExit = 'parentId' in request && request.parentId !== null;
  const reduces = reduceOnly && !isExit;
  const force = timeInForce === 'GTC' ? null : timeInForce;
  if (trail === null && !reduces && ocoGroup === null && force === null) return [];
  const distance = [trail?.unit ?? null, trail?.distance ?? null];
  return [...distance, reduces ? 1 : null, ocoGroup, force, goodTill];
}

/** A bracket without exits is stored like no bracket: both columns are null. */
function requestValues(request: OrderRequest): SqlValue[] {
  const { symbolIndex, side, type, quantity, limitPrice, stopPrice, origin, bracket, tag } = request;
  const exits = [bracket?.stopPrice ?? null, bracket?.limitPrice ?? null];
  return [symbolIndex, side, type, quantity, limitPrice, stopPrice, origin, ...exits, wellFormed(tag)];
}

function amendedRow(event: OrderAmended): JournalRow {
  const { sequence, time, orderId, quantity, limitPrice, stopPrice } = event;
  const subject = [sequence, time, 'amended', orderId, null, null];
  return { table: 'order_steps', values: [...subject, null, null, null, quantity, limitPrice, stopPrice] };
}

function convertedRow(event: CashConverted): JournalRow {
  const { sequence, time, from, to, amountFrom, amountTo, cost, cause } = event;
  return { table: 'conversions', values: [sequence, time, from, to, amountFrom, amountTo, cost, cause] };
}

function fillRow(event: OrderFilled): JournalRow {
  const { sequence, time, fill, profitRealised, positionQuantity, positionPrice, quantityRemaining } = event;
  const { id, orderId, symbolIndex, side, quantity, price, referencePrice, commission } = fill;
  const { ambiguous, oppositeProfitDifference: opposite } = fill;
  const values: SqlValue[] = [sequence, time, id, orderId, symbolIndex, side, quantity, price];
  values.push(referencePrice, commission, profitRealised, quantityRemaining > 0 ? 0 : 1, ambiguous ? 1 : 0);
  values.push(positionQuantity, positionPrice);
  // In the currency of the account there is no rate.
  const rate = event.exchangeRate === 1 ? null : event.exchangeRate;
  if (opposite !== null || rate !== null) values.push(opposite, rate);
  return { table: 'fills', values };
}

function lateRow({ sequence, time, orderId, request }: RequestLate): JournalRow {
  return { table: 'late_requests', values: [sequence, time, orderId, request] };
}

function marketActionRow(event: MarketActionTaken): JournalRow {
  const { sequence, time, action, positionQuantity, positionPrice, cash } = event;
  const position = [positionQuantity, positionPrice, cash];
  const subject = [sequence, time, action.symbolIndex, action.kind, numberOf(action)];
  return { table: 'market_actions', values: [...subject, ...position] };
}

/** The number of an action, as its file has it; null where it has none. */
function numberOf(action: MarketAction): number | null {
  if (action.kind === 'split') return action.ratio;
  if (action.kind === 'dividend') return action.amount;
  if (action.kind === 'funding') return action.rate;
  return action.kind === 'delisting' ? action.price : null;
}

function regimeRow(event: RegimeChanged): JournalRow {
  const { sequence, time, regimeFrom, regimeTo, changedAt, lagBars, probability, detector } = event;
  const values = [sequence, time, regimeFrom, regimeTo, changedAt, lagBars, probability, detector];
  return { table: 'regime_events', values };
}
