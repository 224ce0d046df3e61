import type { SimulatedExchange } from '../broker/simulated-exchange.ts';
import type { CurrencyExchange } from '../ledger/currency-exchange.ts';
import type { Financing } from '../ledger/financing.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { RefilledList } from '../math/refilled-list.ts';
import type { AdaptationReport, EngineEvent, Unplaced } from '../model/event.ts';
import type { Fill } from '../model/fill.ts';
import type { Intent, Target } from '../model/intent.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { CancelReason, ExpiryReason, Order, OrderRequest, RefusalReason } from '../model/order.ts';
import type { amendedRequest } from '../orders/amended-request.ts';
import type { planTarget, sortReductionsFirst } from '../orders/target-planner.ts';
import type { LeverageGate } from '../risk/leverage-gate.ts';
import type { Tradability } from '../risk/tradability.ts';
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import { liquidation, type MarginSettings, partKept } from './margin-call.ts';
import { MarketActions } from './market-actions.ts';
import type { Strategist } from './strategist.ts';
import type { Timers } from './timers.ts';

/** The stages of one run, wired by `src/run`. */
export interface EngineParts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly exchange: SimulatedExchange;
  readonly ledger: Ledger;
  readonly strategist: Strategist;
  readonly gate: LeverageGate;
  readonly tradability: Tradability;
  readonly margin: MarginSettings;
  /** The part below its highest close at which equity stops the run's trading; null for none. */
  readonly drawdownStop: number | null;
  /** Null where nothing is earned or paid by the passing of time. */
  readonly financing: Financing | null;
  /** Null where the account has one currency. */
  readonly currencyExchange: CurrencyExchange | null;
  readonly journal: Journal;
  readonly planner: {
    readonly plan: typeof planTarget;
    readonly sort: typeof sortReductionsFirst;
    readonly amend: typeof amendedRequest;
  };
}

/** Takes market slices one after the other; `handle` is the way of an event through the whole house. */
export class Engine {
  readonly #parts: EngineParts;
  readonly #isTimerDue: (name: string) => boolean;
  readonly #marketActions: MarketActions;
  /** What the present slice asks for. */
  readonly #requests = new RefilledList<OrderRequest>();
  /** By symbol, the place of its last target among the intents of the present slice; of no meaning for a symbol without one. */
  readonly #lastTargets: Int32Array;
  #sequence = 0;
  #fillsInSlice = 0;
  #stopped = false;
  #isMarkDue = false;
  #equityPeak = Number.NEGATIVE_INFINITY;
  #slice: MarketSlice | null = null;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#lastTargets = new Int32Array(parts.ledger.symbolCount);
    this.#isTimerDue = (name) => parts.timers.isDue(name);
    parts.financing?.connect((adjustment, amount, currencyIndex) => {
      parts.ledger.adjust(amount, currencyIndex);
      const currency = currencyIndex === 0 ? null : parts.ledger.currencies[currencyIndex]!;
      this.#record({ kind: 'cash-adjusted', adjustment, amount, currency });
      parts.currencyExchange?.settle();
    });
    parts.currencyExchange?.connect((event) => this.#record(event));
    this.#marketActions = new MarketActions({
      ...parts,
      record: (event) => {
        this.#record(event);
        parts.currencyExchange?.settle();
      },
    });
    parts.exchange.connect({
      accepted: (order: Order) => this.#recordAccepted(order),
      filled: (fill: Fill, quantityRemaining: number) => this.#bookFill(fill, quantityRemaining),
      cancelled: (orderId: number, reason: CancelReason) => {
        parts.ledger.orders.end(orderId);
        this.#recordCancelled(orderId, reason);
      },
      amended: ({ id, quantity, limitPrice, stopPrice }: Order) => {
        parts.ledger.orders.set(id, quantity);
        this.#record({ kind: 'order-amended', orderId: id, quantity, limitPrice, stopPrice });
      },
      triggered: (orderId: number) => this.#record({ kind: 'order-triggered', orderId }),
      expired: (orderId: number, reason: ExpiryReason) => {
        parts.ledger.orders.end(orderId);
        this.#record({ kind: 'order-expired', orderId, reason });
      },
      late: (orderId: number, request: 'cancel' | 'amendment') =>
        this.#record({ kind: 'request-late', orderId, request }),
    });
  }

  /** A slice before the test period: histories, features and the detector see it; nothing is decided or journalled. */
  warmUp(slice: MarketSlice): void {
    this.#parts.clock.advance(slice.time);
    if (slice.actions.length > 0) this.#marketActions.warmUp(slice);
    this.#parts.exchange.warmUp(slice);
    this.#parts.strategist.warmUp(slice);
    this.#parts.ledger.mark(slice);
  }

  /**
   * The way of an event, in the order of docs/semantics.md: nothing decided here can fill before the next slice, unless
   * the run's own setting asks for fills at the close of the decision.
   */
  handle(slice: MarketSlice): void {
    const { clock, timers, exchange, ledger, strategist, journal, financing, currencyExchange } = this.#parts;
    if (this.#isMarkDue) this.#markLate();
    this.#slice = slice;
    clock.advance(slice.time); //                                            1 the clock
    financing?.advance(slice.time); //                                       interest, and market actions
    if (slice.actions.length > 0) this.#marketActions.apply(slice);
    if (!timers.isEmpty) timers.fire(slice.time); //                         2 timers
    this.#fillsInSlice = 0;
    exchange.match(slice); //                                                3 resting orders are matched,
    ledger.mark(slice); //                                                   4 fills are booked, positions marked
    currencyExchange?.execute(); //                                          and what was asked for exchanged
    if (this.#fillsInSlice > 0 || currencyExchange !== null) ledger.verify();
    if (ledger.equity <= 0) this.#ruin(slice);
    if (this.#parts.margin.maintenanceMargin !== null) this.#callMargin(slice);
    if (this.#parts.drawdownStop !== null) this.#stopAtDrawdown(slice);
    strategist.observe(slice); //                                            5 histories and features
    if (strategist.learns) this.#learn(); //                                 6 the regime detector, 7 the learner
    const intents = strategist.decide(this.#isTimerDue); //                  8 the strategy
    if (intents.length > 0) this.#place(intents, slice); //                  9 risk, 10 acceptance
    if (exchange.fillsAtDecision) this.#fillAtDecision(slice);
    if (financing === null)
      journal.mark(ledger); //                         11 the journal
    else this.#isMarkDue = true;
  }

  /**
   * Ends the run: interest and fees of the last day are booked, unless more data would follow, what rests expires, what was
   * still due to be learned is skipped.
   */
  finish(isCut = false): void {
    if (!this.#slice) return;
    if (!isCut) this.#parts.financing?.settle();
    if (this.#isMarkDue) this.#markLate();
    this.#recordAll(this.#parts.strategist.finish());
    this.#parts.exchange.expireAll('end-of-data');
    this.#parts.currencyExchange?.finish();
  }

  /** Where something accrues, the mark of a slice waits for the next one, as the last one holds what the end books. */
  #markLate(): void {
    this.#isMarkDue = false;
    this.#parts.journal.mark(this.#parts.ledger);
  }

  #learn(): void {
    const { strategist } = this.#parts;
    const change = strategist.detectChange();
    if (change) strategist.changeRecorded(this.#record(change));
    this.#recordAll(strategist.adapt());
  }

  #place(intents: readonly Intent[], slice: MarketSlice): void {
    const first = intents[0]!;
    // Most often one order is all, and there is nothing to plan and to sort.
    if (intents.length === 1 && first.kind === 'order') {
      this.#submit(first.request, slice);
      return;
    }
    const requests = this.#plan(intents, slice);
    if (requests.length > 1) this.#parts.planner.sort(requests, this.#parts.ledger);
    for (let at = 0; at < requests.length; at++) this.#submit(requests[at]!, slice);
  }

  /** Of several targets for a symbol the last one counts. */
  #plan(intents: readonly Intent[], slice: MarketSlice): OrderRequest[] {
    const requests = this.#requests;
    requests.begin();
    this.#findLastTargets(intents);
    for (let at = 0; at < intents.length; at++) {
      const intent = intents[at]!;
      if (intent.kind === 'order') requests.add(intent.request);
      else if (intent.kind === 'target') {
        const request = this.#lastTargets[intent.symbolIndex] === at ? this.#planTarget(intent, slice) : null;
        if (request) requests.add(request);
      } else if (intent.kind === 'cancel') this.#cancel(intent.orderId);
      else if (intent.kind === 'amend') this.#amend(intent, slice);
      else if (intent.kind === 'convert') this.#parts.currencyExchange?.request(intent);
      else this.#record({ ...intent, kind: 'noted' });
    }
    return requests.end();
  }

  #findLastTargets(intents: readonly Intent[]): void {
    for (let at = 0; at < intents.length; at++) {
      const intent = intents[at]!;
      if (intent.kind === 'target') this.#lastTargets[intent.symbolIndex] = at;
    }
  }

  #planTarget(target: Target, slice: MarketSlice): OrderRequest | null {
    const { exchange, ledger, planner } = this.#parts;
    exchange.cancelTargets(target.symbolIndex);
    return planner.plan(target, slice.close[target.symbolIndex]!, ledger, exchange.book);
  }

  #cancel(orderId: number): void {
    if (!this.#isLiquidation(orderId)) this.#parts.exchange.cancel(orderId, 'strategy');
  }

  /** A strategy cannot stop what closes positions for want of equity. */
  #isLiquidation(orderId: number): boolean {
    return this.#parts.exchange.originOf(orderId) === 'liquidation';
  }

  #amend({ orderId, changes }: Extract<Intent, { kind: 'amend' }>, slice: MarketSlice): void {
    const { exchange, gate, planner } = this.#parts;
    const order = exchange.openOrder(orderId);
    if (!order || order.origin === 'liquidation') return;
    const { request, isFitting } = planner.amend(order, changes);
    if (!isFitting) {
      this.#recordRefused(request, 'amendment-invalid');
      return;
    }
    // Only now, since what it passes counts towards the limits of the day.
    const decision = gate.reviewAmendment(order.quantity, request, slice.close);
    if (decision.kind !== 'refused') exchange.amend(orderId, decision.order, changes);
    else this.#recordRefused(request, decision.reason);
  }

  #submit(request: OrderRequest, slice: MarketSlice): void {
    const { gate, exchange } = this.#parts;
    const decision = gate.review(request, slice.close);
    if (decision.kind === 'refused') {
      if (request.origin === 'target' && isTooSmall(decision.reason)) return;
      this.#recordRefused(request, decision.reason);
      return;
    }
    if (decision.kind === 'shrunk') {
      const quantityApproved = decision.order.quantity;
      this.#record({ kind: 'order-shrunk', request, quantityApproved, reason: decision.reason });
    }
    exchange.accept(decision.order, slice);
  }

  /** Under the setting that lets market orders fill at the close that they were decided at. */
  #fillAtDecision(slice: MarketSlice): void {
    const { exchange, ledger } = this.#parts;
    const fillsBefore = this.#fillsInSlice;
    exchange.matchAtDecision(slice);
    if (this.#fillsInSlice === fillsBefore) return;
    ledger.mark(slice);
    ledger.verify();
    if (ledger.equity <= 0) this.#ruin(slice);
  }

  /** A fill that comes again is ignored; the ledger counts it. */
  #bookFill(fill: Fill, quantityRemaining: number): void {
    const { ledger } = this.#parts;
    if (ledger.isNew(fill)) ledger.orders.fill(fill, quantityRemaining);
    const booking = ledger.book(fill, this.#slice!.time, this.#slice!.index);
    if (booking === null) return;
    this.#fillsInSlice++;
    this.#parts.journal.append({
      sequence: ++this.#sequence,
      time: this.#parts.clock.time,
      kind: 'order-filled',
      fill,
      quantityRemaining,
      positionQuantity: booking.positionQuantity,
      positionPrice: booking.positionPrice,
      profitRealised: booking.profitRealised,
      exchangeRate: booking.exchangeRate,
    });
    this.#parts.currencyExchange?.settle();
  }

  #recordRefused(request: OrderRequest, reason: RefusalReason): void {
    const sequence = ++this.#sequence;
    const { time } = this.#parts.clock;
    this.#parts.journal.append({ sequence, time, kind: 'order-refused', request, reason });
  }

  #recordCancelled(orderId: number, reason: CancelReason): void {
    const sequence = ++this.#sequence;
    const { time } = this.#parts.clock;
    this.#parts.journal.append({ sequence, time, kind: 'order-cancelled', orderId, reason });
  }

  /** Field by field, as fills, refusals and cancellations: these are most events, and spreading costs more than all else of them. */
  #recordAccepted(order: Order): void {
    this.#parts.ledger.orders.set(order.id, order.quantity);
    const sequence = ++this.#sequence;
    this.#parts.journal.append({ sequence, time: this.#parts.clock.time, kind: 'order-accepted', order });
  }

  /** Reduces all positions alike where equity has fallen below the maintenance margin. */
  #callMargin(slice: MarketSlice): void {
    const { ledger, margin, exchange } = this.#parts;
    const kept = partKept(ledger, margin);
    if (kept === null || this.#stopped) return;
    this.#record({ kind: 'margin-call', equity: ledger.equity });
    exchange.cancelAll('margin-call');
    for (let symbolIndex = 0; symbolIndex < slice.symbols.length; symbolIndex++) {
      const held = ledger.quantity(symbolIndex);
      if (held !== 0) this.#submit(liquidation(symbolIndex, held * (1 - kept)), slice);
    }
  }

  #ruin(slice: MarketSlice): void {
    if (this.#stopped) return;
    this.#stopped = true;
    const { ledger } = this.#parts;
    this.#record({ kind: 'account-ruined', equity: ledger.equity });
    this.#stopTrading('account-ruined', slice);
  }

  #stopAtDrawdown(slice: MarketSlice): void {
    const { equity } = this.#parts.ledger;
    if (equity > this.#equityPeak) this.#equityPeak = equity;
    if (this.#stopped || equity > this.#equityPeak * (1 - this.#parts.drawdownStop!)) return;
    this.#stopped = true;
    this.#record({ kind: 'drawdown-stop', equity });
    this.#stopTrading('drawdown-stop', slice);
  }

  #stopTrading(reason: 'account-ruined' | 'drawdown-stop', slice: MarketSlice): void {
    const { exchange, gate, ledger } = this.#parts;
    exchange.cancelAll(reason);
    gate.close(reason);
    this.#parts.currencyExchange?.close(reason);
    for (let symbolIndex = 0; symbolIndex < slice.symbols.length; symbolIndex++) {
      const target = { symbolIndex, size: 0, unit: 'quantity', tag: '' } as const;
      const request = this.#parts.planner.plan(target, slice.close[symbolIndex]!, ledger, exchange.book);
      if (request) this.#submit({ ...request, origin: 'liquidation' }, slice);
    }
  }

  /** An index rather than an iterator: it is called at every slice, and almost always with nothing. */
  #recordAll(reports: readonly AdaptationReport[]): void {
    for (let i = 0; i < reports.length; i++) this.#record(reports[i]!);
  }

  #record(draft: Unplaced<EngineEvent>): number {
    const sequence = ++this.#sequence;
    this.#parts.journal.append({ sequence, time: this.#parts.clock.time, ...draft } as EngineEvent);
    return sequence;
  }
}

/** A target that differs by less than an order can is met. */
function isTooSmall(reason: RefusalReason): boolean {
  return reason === 'below-lot' || reason === 'below-minimum';
}
