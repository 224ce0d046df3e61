import type { EpochMs } from '../model/time.ts';
import type { RestingOrder } from './resting-order.ts';

/** A step of a schedule of fees that fall with what was traded: its rates hold from `from` in the month on. */
interface CommissionTier {
  /** Money or units traded in the month; zero for the first tier. */
  readonly from: number;
  /** Basis points of the traded value. */
  readonly bps?: number | undefined;
  /** Money for each unit. */
  readonly perShare?: number | undefined;
}

/** What commission is charged; docs/semantics.md has the meaning of each. What is not given is zero, or no bound. */
export interface CommissionSettings {
  /** Commission as a part of the traded value, in basis points. */
  readonly commissionBps: number;
  /** Commission for each unit, in money. */
  readonly commissionPerShare?: number;
  /** Commission for each order that fills, in money. */
  readonly commissionPerTrade?: number;
  /** The least commission of an order that fills, in money. */
  readonly commissionMinimum?: number;
  /** The most commission of an order, in basis points of its traded value. */
  readonly commissionMaximumBps?: number | undefined;
  /** In the place of `commissionBps`; rising from zero. */
  readonly commissionTiers?: readonly CommissionTier[] | undefined;
  /** What counts towards the tiers; the traded value if not given. */
  readonly commissionTierBy?: 'value' | 'units';
  /** In the place of `commissionBps` for fills that gave and that took liquidity; below zero for a rebate. */
  readonly makerBps?: number | undefined;
  readonly takerBps?: number | undefined;
}

/** A fill as its commission is judged. */
export interface CommissionPart {
  readonly time: EpochMs;
  readonly quantity: number;
  readonly price: number;
  /** Money per unit and point of price, in the currency of the instrument and in that of the account. */
  readonly multiplier: number;
  readonly worth: number;
  /** Whether it gave liquidity: a limit that was reached inside the bar. */
  readonly isMaker: boolean;
  /** Whether the order ends with it; then nothing of it is noted with the order. */
  readonly isLast: boolean;
}

/** The commission of the orders of one account, with what it has traded in the present month. */
export class Commission {
  // Fields of its own rather than the settings: objects that are put together by spreading have another shape in each run.
  readonly #tiers: readonly CommissionTier[] | null;
  readonly #countsUnits: boolean;
  readonly #makerRate: number;
  readonly #takerRate: number;
  readonly #perShare: number;
  readonly #perTrade: number;
  /** Zero for none: it would swallow rebates. */
  readonly #minimum: number;
  /** In basis points of the traded value; not a number for none. */
  readonly #maximumBps: number;
  /** Whether there are no tiers and no bounds: then the fees of a first part are a sum of three products. */
  readonly #isPlain: boolean;
  #monthEnd = Number.NEGATIVE_INFINITY;
  #traded = 0;

  constructor(settings: CommissionSettings) {
    const { commissionBps, makerBps = commissionBps, takerBps = commissionBps } = settings;
    this.#tiers = settings.commissionTiers ?? null;
    this.#countsUnits = settings.commissionTierBy === 'units';
    this.#makerRate = makerBps / 10_000;
    this.#takerRate = takerBps / 10_000;
    this.#perShare = settings.commissionPerShare ?? 0;
    this.#perTrade = settings.commissionPerTrade ?? 0;
    this.#minimum = settings.commissionMinimum ?? 0;
    this.#maximumBps = settings.commissionMaximumBps ?? Number.NaN;
    this.#isPlain = this.#tiers === null && !(this.#minimum > 0) && Number.isNaN(this.#maximumBps);
  }

  /** What the commission of an order would rise by with a further part; the order stays as it is. */
  quote({ filled }: RestingOrder, part: CommissionPart): number {
    const { quantity } = part;
    const value = quantity * Math.abs(part.price) * part.multiplier;
    if (filled !== null) {
      const fees = filled.feesByRate + this.#feeByRate(part, value);
      return this.#total(fees, filled.quantity + quantity, filled.value + value) - filled.commission;
    }
    if (!this.#isPlain) return this.#total(this.#feeByRate(part, value), quantity, value);
    return (
      value * (part.isMaker ? this.#makerRate : this.#takerRate) + quantity * this.#perShare + this.#perTrade
    );
  }

  /** Notes a part with its order and the month, and returns what the commission of the order rises by. */
  charge(resting: RestingOrder, part: CommissionPart): number {
    const commission = this.quote(resting, part);
    if (!part.isLast) this.#note(resting, part);
    if (this.#tiers !== null) this.#traded += this.#countsOf(part);
    return commission;
  }

  #note(resting: RestingOrder, part: CommissionPart): void {
    const value = part.quantity * Math.abs(part.price) * part.multiplier;
    resting.filled ??= { quantity: 0, value: 0, feesByRate: 0, commission: 0 };
    const { filled } = resting;
    filled.feesByRate += this.#feeByRate(part, value);
    filled.quantity += part.quantity;
    filled.value += value;
    filled.commission = this.#total(filled.feesByRate, filled.quantity, filled.value);
  }

  #total(feesByRate: number, quantity: number, value: number): number {
    const sum = feesByRate + quantity * this.#perShare + this.#perTrade;
    const atLeast = this.#minimum > 0 ? Math.max(sum, this.#minimum) : sum;
    const maximumBps = this.#maximumBps;
    return Number.isNaN(maximumBps) ? atLeast : Math.min(atLeast, (value * maximumBps) / 10_000);
  }

  #feeByRate(part: CommissionPart, value: number): number {
    return this.#tiers === null
      ? value * (part.isMaker ? this.#makerRate : this.#takerRate)
      : this.#feeByTier(this.#tiers, part, value);
  }

  #feeByTier(tiers: readonly CommissionTier[], part: CommissionPart, value: number): number {
    if (part.time >= this.#monthEnd) this.#beginMonth(part.time);
    const from = this.#traded;
    const counts = this.#countsOf(part);
    let fee = 0;
    for (let i = 0; i < tiers.length; i++) {
      const { from: begin, bps = 0, perShare = 0 } = tiers[i]!;
      const end = tiers[i + 1]?.from ?? Number.POSITIVE_INFINITY;
      const inside = Math.min(from + counts, end) - Math.max(from, begin);
      if (inside <= 0) continue;
      fee += (inside / counts) * ((value * bps) / 10_000 + part.quantity * perShare);
    }
    return fee;
  }

  /** Units, or money of the account. */
  #countsOf({ quantity, price, worth }: CommissionPart): number {
    return this.#countsUnits ? quantity : quantity * Math.abs(price) * worth;
  }

  #beginMonth(time: EpochMs): void {
    const date = new Date(time);
    this.#monthEnd = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    this.#traded = 0;
  }
}
