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
  }

  /** What the commission of an order would rise by with a further part; the order stays as it is. */
  quote(resting: RestingOrder, part: CommissionPart): number {
    const value = part.quantity * Math.abs(part.price) * part.multiplier;
    const fees = resting.feesByRate + this.#feeByRate(part, value);
    return (
      this.#total(fees, resting.filledQuantity + part.quantity, resting.filledValue + value) -
      resting.commissionPaid
    );
  }

  /** Notes a part with its order and the month, and returns what the commission of the order rises by. */
  charge(resting: RestingOrder, part: CommissionPart): number {
    const value = part.quantity * Math.abs(part.price) * part.multiplier;
    resting.feesByRate += this.#feeByRate(part, value);
    resting.filledQuantity += part.quantity;
    resting.filledValue += value;
    if (this.#tiers !== null) this.#traded += this.#countsOf(part);
    const total = this.#total(resting.feesByRate, resting.filledQuantity, resting.filledValue);
    const commission = total - resting.commissionPaid;
    resting.commissionPaid = total;
    return commission;
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
