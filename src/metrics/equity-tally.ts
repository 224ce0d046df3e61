import type { AccountMark } from '../model/account.ts';
import { type TradingDays, UTC_DAYS } from '../model/session.ts';
import type { EpochMs } from '../model/time.ts';
import { requirePositive } from './require-positive.ts';

const DAYS_FIRST = 1024;

/** What metrics need of the marks of an arm. */
export interface EquityFigures {
  readonly initialEquity: number;
  /** How many marks there were. */
  readonly marks: number;
  /** Times of the first and the last mark; NaN without any. */
  readonly timeFirst: EpochMs;
  readonly timeLast: EpochMs;
  /** Equity at the last mark; NaN without any. */
  readonly equityLast: number;
  /** Sum of equity over all marks. */
  readonly equitySum: number;
  /** Sum of gross exposure over equity, over all marks; without meaning where the account was ruined. */
  readonly exposureSum: number;
  /** Marks with a position. */
  readonly marksHeld: number;
  /** `min_t (E_t / max(E_0, max_{s ≤ t} E_s) − 1)`: zero or below. */
  readonly drawdownDeepest: number;
  /** Times of the last mark at the peak before the deepest drawdown and of its lowest mark; NaN without a drawdown. */
  readonly drawdownPeakTime: EpochMs;
  readonly drawdownTroughTime: EpochMs;
  /** The time of the first mark back at that peak; NaN where there was none. */
  readonly drawdownRecoveredTime: EpochMs;
  /** Whether equity was zero or below at any mark. */
  readonly isRuined: boolean;
  /** Midnight UTC of the date of each day with a mark, and the equity at its last mark. */
  readonly days: Float64Array;
  readonly closes: Float64Array;
}

/**
 * Sums up the marks of an arm as they come, in their order, so that no metric needs them again: what it keeps grows with
 * the days and not with the marks. The sums are those of a loop over all marks, to the last bit.
 */
export class EquityTally implements EquityFigures {
  readonly initialEquity: number;
  marks = 0;
  timeFirst: EpochMs = Number.NaN;
  timeLast: EpochMs = Number.NaN;
  equityLast = Number.NaN;
  equitySum = 0;
  exposureSum = 0;
  marksHeld = 0;
  drawdownDeepest = 0;
  drawdownPeakTime: EpochMs = Number.NaN;
  drawdownTroughTime: EpochMs = Number.NaN;
  drawdownRecoveredTime: EpochMs = Number.NaN;
  isRuined = false;
  #peak: number;
  #peakTime: EpochMs = Number.NaN;
  /** Whether the deepest drawdown is still below its peak. */
  #isDeep = false;
  /** The lowest equity since the peak. */
  #trough: number;
  #dayEnd = Number.NEGATIVE_INFINITY;
  #dayCount = 0;
  #days: Float64Array = new Float64Array(DAYS_FIRST);
  #closes: Float64Array = new Float64Array(DAYS_FIRST);

  readonly #tradingDays: TradingDays;

  /** Throws E_INVARIANT unless the initial equity is a number above zero. */
  constructor(initialEquity: number, tradingDays: TradingDays = UTC_DAYS) {
    requirePositive(initialEquity);
    this.initialEquity = initialEquity;
    this.#tradingDays = tradingDays;
    this.#peak = initialEquity;
    this.#trough = initialEquity;
  }

  get days(): Float64Array {
    return this.#days.subarray(0, this.#dayCount);
  }

  get closes(): Float64Array {
    return this.#closes.subarray(0, this.#dayCount);
  }

  /** Takes the next mark. Allocates nothing but where the days outgrow their room. */
  add({ time, equity, gross }: Pick<AccountMark, 'time' | 'equity' | 'gross'>): void {
    if (this.marks === 0) {
      this.timeFirst = time;
      this.#peakTime = time;
    }
    this.marks++;
    this.timeLast = time;
    this.equityLast = equity;
    this.equitySum += equity;
    if (gross > 0) {
      this.exposureSum += gross / equity;
      this.marksHeld++;
    }
    if (equity <= 0) this.isRuined = true;
    if (equity >= this.#peak) {
      this.#peak = equity;
      this.#trough = equity;
      this.#peakTime = time;
      if (this.#isDeep) this.#recover(time);
    } else if (equity < this.#trough) this.#fall(time, equity);
    if (time > this.#dayEnd) this.#beginDay(time);
    this.#closes[this.#dayCount - 1] = equity;
  }

  /** Only a new low since the peak can be the deepest drawdown: a division at every mark would be the cost of the rest. */
  #fall(time: EpochMs, equity: number): void {
    this.#trough = equity;
    const drawdown = equity / this.#peak - 1;
    if (drawdown >= this.drawdownDeepest) return;
    this.drawdownDeepest = drawdown;
    this.drawdownPeakTime = this.#peakTime;
    this.drawdownTroughTime = time;
    this.drawdownRecoveredTime = Number.NaN;
    this.#isDeep = true;
  }

  #recover(time: EpochMs): void {
    this.drawdownRecoveredTime = time;
    this.#isDeep = false;
  }

  #beginDay(time: EpochMs): void {
    this.#dayEnd = this.#tradingDays.dayEndOf(time);
    if (this.#dayCount === this.#days.length) {
      this.#days = grown(this.#days);
      this.#closes = grown(this.#closes);
    }
    this.#days[this.#dayCount++] = this.#tradingDays.dateOf(time);
  }
}

function grown(values: Float64Array): Float64Array {
  const longer = new Float64Array(values.length * 2);
  longer.set(values);
  return longer;
}
