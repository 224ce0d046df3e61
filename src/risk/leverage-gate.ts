import { isNegligible } from '../math/steps.ts';
import type { AccountView, OrderBookView } from '../model/account.ts';
import type { ApprovedOrder, OrderRequest, RefusalReason, Side } from '../model/order.ts';
import type { CashAccount } from './cash-account.ts';
import { KeptExposures } from './kept-exposures.ts';
import { type SizeSettings, sizeFault, wholeLots } from './order-size.ts';
import { isOutsideCollar } from './price-collar.ts';
import { ANY_PRICE, isPlainMarket, orderFault, type PriceRules } from './price-rules.ts';
import type { Tradability } from './tradability.ts';
import type { TradingDay } from './trading-day.ts';
import { WorstUnits } from './worst-units.ts';

/** What risk says of an order: it passes whole, passes smaller, or is refused with a reason. */
export type RiskDecision =
  | { readonly kind: 'approved'; readonly order: ApprovedOrder }
  | { readonly kind: 'shrunk'; readonly order: ApprovedOrder; readonly reason: RefusalReason }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

/** What risk must know of one symbol. */
export interface SymbolRules extends SizeSettings, PriceRules {}

/** Why a symbol takes no new exposure for a time. */
export type EntryBlock = 'stale-data' | 'off-hours';

/** How a gate is set up. */
export interface LeverageGateSettings {
  readonly symbolCount: number;
  /** By symbol index; any size and any price above zero where it is not given. */
  readonly symbolRules?: readonly SymbolRules[];
  /** The largest gross exposure, as a multiple of equity. */
  readonly grossLimit: number;
  /** The largest value of one position, and of the signed sum of all, as multiples of equity. */
  readonly positionLimit?: number | undefined;
  readonly netLimit?: number | undefined;
  /** The largest distance of a price from the last close, as a part of it. */
  readonly priceCollar?: number | undefined;
  /** Null where nothing bounds the trading of a day. */
  readonly tradingDay?: TradingDay | null;
  readonly account: AccountView;
  readonly book: OrderBookView;
  /** Where it is not given, all symbols can be traded. */
  readonly tradability?: Tradability;
  /** Why a symbol takes no new exposure now; null where it does, and where nothing is looked at. */
  readonly entryBlock?: ((symbolIndex: number) => EntryBlock | null) | null;
  /** The fewest units of an order at a price that a rule of the strategy allows; null where it has none. */
  readonly rules?: ((request: OrderRequest, price: number) => UnitBound | null) | null;
  /** Null for a margin account. */
  readonly cashAccount?: CashAccount | null;
}

/** So many units, and the limit that allows no more. */
interface UnitBound {
  readonly units: number;
  readonly reason: RefusalReason;
}

/** An order that would leave less than this part of a limit free is judged to the last bit. */
const NEAR_LIMIT = 1e-6;

/** Rounding in sums of weights must not refuse an order that fills the limit exactly. */
const LIMIT_TOLERANCE = 1e-9;

/**
 * The one way for an order to the broker. It refuses what makes no sense and keeps the gross exposure that would
 * follow within the limit, at the last closes; docs/semantics.md has the rule.
 */
export class LeverageGate {
  // Fields of its own rather than the settings: objects that are put together by spreading have another shape in each run.
  readonly #account: AccountView;
  readonly #book: OrderBookView;
  readonly #tradability: Tradability | null;
  readonly #tradingDay: TradingDay | null;
  readonly #cashAccount: CashAccount | null;
  readonly #rules: Exclude<LeverageGateSettings['rules'], undefined>;
  readonly #entryBlock: Exclude<LeverageGateSettings['entryBlock'], undefined>;
  readonly #symbolRules: readonly SymbolRules[];
  readonly #grossLimit: number;
  /** Undefined where there is none; the gross limit bounds both. */
  readonly #positionLimit: number | undefined;
  readonly #netLimit: number | undefined;
  readonly #priceCollar: number | undefined;
  /** 1 for each symbol of which plain market orders can pass at sight: nothing is asked of them but the limits. */
  readonly #passAtSight: Uint8Array;
  readonly #worst: WorstUnits;
  readonly #exposures: KeptExposures;
  #closedBy: 'account-ruined' | 'drawdown-stop' | null = null;

  constructor(settings: LeverageGateSettings) {
    const { symbolCount, account, book, symbolRules } = settings;
    this.#account = account;
    this.#book = book;
    this.#tradability = settings.tradability ?? null;
    this.#tradingDay = settings.tradingDay ?? null;
    this.#cashAccount = settings.cashAccount ?? null;
    this.#rules = settings.rules ?? null;
    this.#entryBlock = settings.entryBlock ?? null;
    this.#symbolRules = Array.from({ length: symbolCount }, (_, symbol) => rulesOf(symbolRules?.[symbol]));
    this.#grossLimit = settings.grossLimit;
    this.#positionLimit = settings.positionLimit;
    this.#netLimit = settings.netLimit;
    this.#priceCollar = settings.priceCollar;
    const asksMore = [this.#tradingDay, this.#cashAccount, this.#rules, this.#entryBlock].some(Boolean);
    this.#passAtSight = Uint8Array.from(this.#symbolRules, ({ lotSize, minNotional }) =>
      asksMore || lotSize !== undefined || minNotional !== undefined ? 0 : 1,
    );
    this.#worst = new WorstUnits(account, book);
    this.#exposures = new KeptExposures({ symbolCount, account, book, worst: this.#worst });
  }

  /** After this, only liquidation passes; all else is refused with the reason. */
  close(reason: 'account-ruined' | 'drawdown-stop'): void {
    this.#closedBy = reason;
  }

  /** Judges one order at the last closes, by symbol index; orders approved before it must already be at the broker. */
  review(request: OrderRequest, closes: Float64Array): RiskDecision {
    if (request.origin === 'liquidation' || this.#passesAtSight(request, closes)) return approve(request);
    const decision = this.#ruled(this.#judge(request, closes), closes);
    const tradingDay = this.#tradingDay;
    if (tradingDay === null || decision.kind === 'refused') return decision;
    const { quantity, symbolIndex } = decision.order;
    const value = quantity * Math.abs(this.#unitValue(symbolIndex, closes));
    const reason = tradingDay.refusal(value, this.#account.equity);
    // A position can always be closed.
    if (reason && !this.#reduces(decision.order)) return { kind: 'refused', reason };
    tradingDay.add(1, value);
    return decision;
  }

  /**
   * Whether a plain market order is sound, and all limits leave room to spare: then the whole review would pass it as it is. It
   * says nothing of any other order.
   */
  #passesAtSight(request: OrderRequest, closes: Float64Array): boolean {
    const { symbolIndex, side, quantity } = request;
    if (this.#passAtSight[symbolIndex] !== 1 || this.#closedBy !== null || !isPlainMarket(request))
      return false;
    if (this.#tradability !== null && this.#tradability.refusal(symbolIndex) !== null) return false;
    if (!(quantity > 0 && quantity < Number.POSITIVE_INFINITY)) return false;
    if (Number.isNaN(this.#unitValue(symbolIndex, closes))) return false;
    const worst = this.#worst;
    worst.take(symbolIndex);
    const along = side === 'buy' ? worst.buys : worst.sells;
    const after = along + quantity;
    if (after <= Math.max(worst.buys, worst.sells)) return true;
    return this.#account.equity > 0 && this.#isFarWithin(request, after - along, closes);
  }

  /** What the rules of the strategy leave of an order that passed all else. What only reduces is not theirs to judge. */
  #ruled(decision: RiskDecision, closes: Float64Array): RiskDecision {
    const rules = this.#rules;
    if (rules === null || decision.kind === 'refused' || this.#reduces(decision.order)) return decision;
    const { order } = decision;
    const bound = rules(order, closes[order.symbolIndex]!);
    if (bound === null || bound.units >= order.quantity) return decision;
    const { units, reason } = bound;
    if (order.origin !== 'target' || units <= LIMIT_TOLERANCE * order.quantity) {
      return { kind: 'refused', reason };
    }
    return this.#shrunkInLots({ ...order, quantity: units }, reason, closes);
  }

  #reduces({ side, quantity, symbolIndex, reduceOnly }: OrderRequest): boolean {
    const held = this.#account.quantity(symbolIndex);
    return reduceOnly || quantity <= (side === 'sell' ? held : -held);
  }

  #judge(request: OrderRequest, closes: Float64Array): RiskDecision {
    if (this.#closedBy) return { kind: 'refused', reason: this.#closedBy };
    const untradable = this.#tradability === null ? null : this.#tradability.refusal(request.symbolIndex);
    if (untradable !== null) return { kind: 'refused', reason: untradable };
    const fault = this.#faultOf(request, closes);
    if (fault) return { kind: 'refused', reason: fault };
    const sized = this.#inLots(request);
    const tooSmall = this.#sizeFault(sized, closes);
    if (tooSmall) return { kind: 'refused', reason: tooSmall };
    const decision = this.#bound(sized, closes);
    if (decision.kind === 'shrunk') return this.#shrunkInLots(decision.order, decision.reason, closes);
    const isAsAsked = isNegligible(sized.quantity - request.quantity, request.quantity);
    if (decision.kind === 'refused' || isAsAsked) return decision;
    return { kind: 'shrunk', order: decision.order, reason: 'lot-rounded' };
  }

  /** What the cash of a cash account allows, and then the limit of exposure. */
  #bound(request: OrderRequest, closes: Float64Array): RiskDecision {
    if (this.#cashAccount === null) return this.#limit(request, closes);
    const { quantity, reason } = this.#cashAccount.review(request, closes);
    if (!reason) return this.#limit(request, closes);
    const isTarget = request.origin === 'target';
    if (!isTarget || quantity <= LIMIT_TOLERANCE * request.quantity) return { kind: 'refused', reason };
    const decision = this.#limit({ ...request, quantity }, closes);
    return decision.kind === 'approved' ? { kind: 'shrunk', order: decision.order, reason } : decision;
  }

  #faultOf(request: OrderRequest, closes: Float64Array): RefusalReason | null {
    const close = closes[request.symbolIndex]!;
    const fault =
      this.#rateFault(request.symbolIndex, close) ?? orderFault(request, close, this.#rulesOf(request));
    if (fault !== null || this.#priceCollar === undefined) return fault;
    return isOutsideCollar(request, close, this.#priceCollar) ? 'price-collar' : null;
  }

  #rulesOf({ symbolIndex }: OrderRequest): SymbolRules {
    return this.#symbolRules[symbolIndex]!;
  }

  /** Before all else of the order, as a target without a rate has no quantity; a symbol without a price is that. */
  #rateFault(symbolIndex: number, close: number): RefusalReason | null {
    const isUnknown = Number.isNaN(this.#account.worth(symbolIndex)) && !Number.isNaN(close);
    return isUnknown ? 'no-exchange-rate' : null;
  }

  /** What one unit is worth at the last close, in money of the account: an exposure, and so never below zero. */
  #unitValue(symbolIndex: number, closes: Float64Array): number {
    return Math.abs(closes[symbolIndex]! * this.#account.worth(symbolIndex));
  }

  /** The same request where it needs no rounding. */
  #inLots(request: OrderRequest): OrderRequest {
    const held = this.#account.quantity(request.symbolIndex);
    const quantity = wholeLots(request, held, this.#rulesOf(request));
    return quantity === request.quantity ? request : { ...request, quantity };
  }

  #sizeFault(request: OrderRequest, closes: Float64Array): RefusalReason | null {
    const { symbolIndex } = request;
    const held = this.#account.quantity(symbolIndex);
    return sizeFault(request, held, this.#unitValue(symbolIndex, closes), this.#rulesOf(request));
  }

  /** What fits a limit, in whole lots; refused where that is nothing. */
  #shrunkInLots(order: ApprovedOrder, reason: RefusalReason, closes: Float64Array): RiskDecision {
    const sized = this.#inLots(order);
    if (this.#sizeFault(sized, closes)) return { kind: 'refused', reason };
    return { kind: 'shrunk', order: sized as ApprovedOrder, reason };
  }

  /**
   * Judges a change of a resting order: what its quantity grows by counts like a new order. It passes whole or is
   * refused.
   */
  reviewAmendment(quantityBefore: number, wanted: OrderRequest, closes: Float64Array): RiskDecision {
    if (this.#closedBy) return { kind: 'refused', reason: this.#closedBy };
    const untradable = this.#tradability === null ? null : this.#tradability.refusal(wanted.symbolIndex);
    if (untradable !== null) return { kind: 'refused', reason: untradable };
    const amended = this.#inLots(wanted);
    const fault = this.#faultOf(wanted, closes) ?? this.#sizeFault(amended, closes);
    if (fault) return { kind: 'refused', reason: fault };
    const growth = amended.quantity - quantityBefore;
    if (growth <= 0) return approve(amended);
    // As an order of the strategy's own and without its group, so that it is neither shrunk nor hidden by another leg.
    const added: OrderRequest = { ...amended, quantity: growth, origin: 'strategy', ocoGroup: null };
    const decision = this.#ruled(this.#bound(added, closes), closes);
    if (decision.kind === 'refused') return decision;
    const value = growth * Math.abs(this.#unitValue(wanted.symbolIndex, closes));
    if (this.#tradingDay?.isTurnoverPast(value, this.#account.equity)) {
      return { kind: 'refused', reason: 'turnover-limit' };
    }
    this.#tradingDay?.add(0, value);
    return approve(amended);
  }

  #limit(request: OrderRequest, closes: Float64Array): RiskDecision {
    const account = this.#account;
    const { symbolIndex, side } = request;
    if (request.reduceOnly) return approve(request);
    const block = this.#entryBlock === null ? null : this.#entryBlock(symbolIndex);
    if (block !== null) return this.#reduceAlone(request, block);
    const worst = this.#worst;
    worst.take(symbolIndex);
    const along = side === 'buy' ? worst.buys : worst.sells;
    const against = side === 'buy' ? worst.sells : worst.buys;
    const after = this.#unitsAfter(request, along);
    // Where the other side is at least as large, the exposure does not rise.
    if (after <= Math.max(along, against)) return approve(request);
    if (account.equity <= 0) return { kind: 'refused', reason: 'equity-not-positive' };
    if (this.#isFarWithin(request, after - along, closes)) return approve(request);
    const bound = this.#tightest(request, closes, along);
    if (after <= bound.units * (1 + LIMIT_TOLERANCE)) return approve(request);
    // A position can always be closed, whatever else stands: of a target that turns it round at least that part passes.
    const room = Math.max(bound.units, 0) - along;
    const price = this.#unitValue(symbolIndex, closes);
    if (request.origin !== 'target' || room * price <= LIMIT_TOLERANCE * account.equity) {
      return { kind: 'refused', reason: bound.reason };
    }
    const order = { ...request, quantity: room } as ApprovedOrder;
    return { kind: 'shrunk', order, reason: bound.reason };
  }

  /**
   * Whether all limits allow so many units more with something to spare, by sums that are kept from order to order. What comes
   * near a limit is judged by sums in the order of the symbols, so that nothing depends on the orders before.
   */
  #isFarWithin({ symbolIndex, side }: OrderRequest, units: number, closes: Float64Array): boolean {
    const grossLimit = this.#grossLimit;
    const positionLimit = this.#positionLimit ?? grossLimit;
    const netLimit = this.#netLimit ?? grossLimit;
    const exposures = this.#exposures;
    exposures.follow(symbolIndex, closes);
    const most = this.#account.equity * (1 - NEAR_LIMIT);
    const more = units * this.#unitValue(symbolIndex, closes);
    const along = exposures.towards(side, symbolIndex) + more;
    return (
      more > 0 &&
      exposures.gross + Math.max(0, along - exposures.of(symbolIndex)) <= grossLimit * most &&
      along <= positionLimit * most &&
      exposures.net(side) + more <= netLimit * most
    );
  }

  /** Of an order in a symbol that takes no new exposure: what of it closes the position, market orders counted as filled. */
  #reduceAlone(request: OrderRequest, reason: EntryBlock): RiskDecision {
    const { symbolIndex, side, quantity, origin } = request;
    const certain = this.#account.quantity(symbolIndex) + this.#book.marketQuantity(symbolIndex);
    const reducible = Math.max(0, side === 'sell' ? certain : -certain);
    if (quantity <= reducible * (1 + LIMIT_TOLERANCE)) return approve(request);
    if (origin !== 'target' || reducible === 0) return { kind: 'refused', reason };
    return { kind: 'shrunk', order: { ...request, quantity: reducible } as ApprovedOrder, reason };
  }

  /** The most units towards the side of the request that all limits allow, and which of them it is. */
  #tightest({ symbolIndex, side }: OrderRequest, closes: Float64Array, along: number): UnitBound {
    const grossLimit = this.#grossLimit;
    const positionLimit = this.#positionLimit;
    const netLimit = this.#netLimit;
    const { equity } = this.#account;
    const price = this.#unitValue(symbolIndex, closes);
    // Units at a price of zero are no exposure.
    if (price === 0) return { units: Number.POSITIVE_INFINITY, reason: 'leverage-exceeded' };
    const others = this.#exposures.sumWithout(symbolIndex, closes);
    let units = (grossLimit * equity - others) / price;
    let reason: RefusalReason = 'leverage-exceeded';
    if (positionLimit !== undefined && (positionLimit * equity) / price < units) {
      units = (positionLimit * equity) / price;
      reason = 'position-limit';
    }
    if (netLimit !== undefined) {
      const net = this.#netTowards(side, closes) - along * price;
      if ((netLimit * equity - net) / price < units) {
        units = (netLimit * equity - net) / price;
        reason = 'net-limit';
      }
    }
    return { units, reason };
  }

  /** The value of all positions towards a side, at the worst of what rests. */
  #netTowards(side: Side, closes: Float64Array): number {
    let net = 0;
    for (let symbol = 0; symbol < this.#symbolRules.length; symbol++) {
      const units = this.#worst.towards(side, symbol);
      if (units !== 0) net += units * this.#unitValue(symbol, closes);
    }
    return net;
  }

  /** Units towards the side of the request once it is accepted; of an OCO group only the largest leg counts. */
  #unitsAfter({ symbolIndex, side, quantity, ocoGroup }: OrderRequest, along: number): number {
    if (ocoGroup === null) return along + quantity;
    const others = this.#worst.towards(side, symbolIndex, ocoGroup);
    return others + Math.max(quantity, along - others);
  }
}

/** The rules of a symbol, written so that all have one shape. */
function rulesOf({
  tickSize,
  allowsNegativePrices,
  lotSize,
  minNotional,
}: SymbolRules = ANY_PRICE): SymbolRules {
  return { tickSize, allowsNegativePrices, lotSize, minNotional };
}

function approve(request: OrderRequest): RiskDecision {
  return { kind: 'approved', order: request as ApprovedOrder };
}
