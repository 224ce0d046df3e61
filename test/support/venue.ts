import { type CostSettings, costModel } from '../../src/broker/costs.ts';
import { DEFAULT_FILL_RULES, type FillRules } from '../../src/broker/fill-rules.ts';
import { SimulatedExchange } from '../../src/broker/simulated-exchange.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import type { Fill } from '../../src/model/fill.ts';
import type { MarketSlice } from '../../src/model/market-slice.ts';
import type { CancelReason, ExpiryReason, Order, OrderRequest } from '../../src/model/order.ts';
import { LeverageGate, type SymbolRules } from '../../src/risk/leverage-gate.ts';
import { type ExchangeMarket, marketOf } from './exchange-market.ts';
import { type Bar, flat, SliceWriter, timeOfRow } from './slices.ts';

/** What a venue can be asked to be. Without costs, one symbol, ample cash and volume by default. */
export interface VenueSettings
  extends Partial<CostSettings>,
    Partial<FillRules>,
    ExchangeMarket,
    Partial<SymbolRules> {
  readonly symbolCount?: number;
  readonly cash?: number;
}

/** What the exchange told, in order. */
export type VenueEvent =
  | readonly ['accepted', orderId: number]
  | readonly ['filled', orderId: number, referencePrice: number]
  | readonly ['triggered', orderId: number]
  | readonly ['amended', orderId: number, quantity: number]
  | readonly ['cancelled', orderId: number, reason: CancelReason]
  | readonly ['late', orderId: number, request: 'cancel' | 'amendment']
  | readonly ['expired', orderId: number, reason: ExpiryReason];

/** An exchange with its ledger and its gate, and no engine: orders go in, bars are played. Every last close is 100. */
export class Venue {
  readonly ledger: Ledger;
  readonly exchange: SimulatedExchange;
  readonly gate: LeverageGate;
  readonly events: VenueEvent[] = [];
  readonly fills: Fill[] = [];
  /** Every order that was ever accepted, by number. */
  readonly orders = new Map<number, Order>();
  readonly #writer: SliceWriter;

  constructor({ symbolCount = 1, cash = 1e9, ...chosen }: VenueSettings = {}) {
    const costs = costModel({ commissionBps: 0, slippageBps: 0, ...chosen });
    this.ledger = new Ledger(symbolCount, cash);
    const rules = { ...DEFAULT_FILL_RULES, participation: 'none' as const, ...chosen };
    const market = marketOf(symbolCount, chosen);
    const { tickSize = null, lotSize, minNotional, allowsNegativePrices = false } = chosen;
    const rule = { tickSize, lotSize, minNotional, allowsNegativePrices };
    const symbolRules = Array.from({ length: symbolCount }, () => rule);
    const steps = {
      tickSizes: symbolRules.map(() => tickSize),
      lotSizes: symbolRules.map(() => lotSize ?? null),
    };
    this.exchange = new SimulatedExchange({
      symbolCount,
      costs,
      rules,
      account: this.ledger,
      ...market,
      ...steps,
    });
    this.gate = new LeverageGate({
      symbolCount,
      symbolRules,
      grossLimit: 1,
      account: this.ledger,
      book: this.exchange.book,
    });
    const names = Array.from({ length: symbolCount }, (_, index) => `S${index}`);
    this.#writer = new SliceWriter(names);
    this.exchange.connect({
      accepted: (order) => {
        this.orders.set(order.id, order);
        this.events.push(['accepted', order.id]);
      },
      cancelled: (orderId, reason) => this.events.push(['cancelled', orderId, reason]),
      amended: ({ id, quantity }) => this.events.push(['amended', id, quantity]),
      triggered: (orderId) => this.events.push(['triggered', orderId]),
      expired: (orderId, reason) => this.events.push(['expired', orderId, reason]),
      late: (orderId, request) => this.events.push(['late', orderId, request]),
      filled: (fill) => this.#book(fill),
    });
    this.play(...names.map(() => flat(100)));
  }

  get slice(): MarketSlice {
    return this.#writer.slice;
  }

  /** The numbers of the orders that rest, of all symbols. */
  get restingIds(): number[] {
    const { symbols } = this.slice;
    return symbols
      .flatMap((_, symbol) => this.exchange.openOrders(symbol).map(({ id }) => id))
      .sort((a, b) => a - b);
  }

  /** Sends an order through the gate at the present slice and returns its number. */
  submit(request: OrderRequest): number {
    const decision = this.gate.review(request, this.slice.close);
    if (decision.kind === 'refused') throw new Error(`refused: ${decision.reason}`);
    this.exchange.accept(decision.order, this.slice);
    return this.events.findLast(([kind]) => kind === 'accepted')![1];
  }

  /** Plays the next slice and returns what the exchange told of it. */
  play(...row: (Bar | null)[]): VenueEvent[] {
    return this.playAt(timeOfRow(this.slice.index + 1), ...row);
  }

  /** Plays the next slice at a time of its own. */
  playAt(time: number, ...row: (Bar | null)[]): VenueEvent[] {
    const before = this.events.length;
    const slice = this.#writer.show(row, time);
    this.exchange.match(slice);
    this.ledger.mark(slice);
    return this.events.slice(before);
  }

  #book(fill: Fill): void {
    this.ledger.book(fill, this.slice.time, this.slice.index);
    this.ledger.verify();
    this.fills.push(fill);
    this.events.push(['filled', fill.orderId, fill.referencePrice]);
  }
}
