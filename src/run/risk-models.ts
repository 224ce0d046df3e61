import { ExponentialVolatility } from '../strategy/volatility/exponential-volatility.ts';
import { fitGarch, type GarchFit } from '../strategy/volatility/garch-fit.ts';
import { historicalTailRisk, normalTailRisk, type TailRisk } from '../strategy/volatility/tail-risk.ts';

/** A model of the risk of the next return of one symbol, fed with one log return after the other. */
export interface RiskModel {
  update(value: number): void;
  /** The tail of the next return; null while there is too little of a past. */
  forecast(tail: number): TailRisk | null;
}

/** The classical models that a learner of risk is compared with, by name; each call makes a fresh one. */
export const CLASSICAL_RISK: Readonly<Record<string, () => RiskModel>> = {
  ewma: () => new ExponentialRisk(),
  garch: () => new GarchRisk(),
  historical: () => new HistoricalRisk(),
};

/** Fewer returns than this say nothing of a tail. */
const RETURNS_MIN = 250;

/** RiskMetrics: exponentially weighted volatility of decay 0.94 and a normal tail about 0. */
class ExponentialRisk implements RiskModel {
  readonly #volatility = new ExponentialVolatility(0.94);
  #count = 0;

  update(value: number): void {
    this.#volatility.take(value);
    this.#count++;
  }

  forecast(tail: number): TailRisk | null {
    return this.#count < RETURNS_MIN ? null : normalTailRisk(this.#volatility.value, tail);
  }
}

/** How much of the past, and how often. */
const GARCH_WINDOW = 1_000;
const GARCH_EVERY = 63;

/** GARCH(1,1) with a normal tail, fitted to the last 1,000 returns at every 63rd and filtered in between. */
class GarchRisk implements RiskModel {
  #past: number[] = [];
  #sinceFit = GARCH_EVERY;
  #fit: GarchFit | null = null;
  #variance = 0;

  update(value: number): void {
    this.#past.push(value);
    if (this.#past.length > GARCH_WINDOW) this.#past.shift();
    this.#sinceFit++;
    if (this.#past.length >= RETURNS_MIN && this.#sinceFit >= GARCH_EVERY) {
      this.#fit = fitGarch(this.#past);
      this.#variance = this.#fit.volatilityNext * this.#fit.volatilityNext;
      this.#sinceFit = 0;
    } else if (this.#fit) {
      const { mean, constant, arch, garch } = this.#fit;
      this.#variance = constant + arch * (value - mean) * (value - mean) + garch * this.#variance;
    }
  }

  forecast(tail: number): TailRisk | null {
    return this.#fit && normalTailRisk(Math.sqrt(this.#variance), tail, this.#fit.mean);
  }
}

const HISTORICAL_WINDOW = 500;

/** Historical simulation over the last 500 returns. */
class HistoricalRisk implements RiskModel {
  readonly #past: number[] = [];

  update(value: number): void {
    this.#past.push(value);
    if (this.#past.length > HISTORICAL_WINDOW) this.#past.shift();
  }

  forecast(tail: number): TailRisk | null {
    return this.#past.length < RETURNS_MIN ? null : historicalTailRisk(this.#past, tail);
  }
}
