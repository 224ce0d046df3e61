import type { LatencySettings } from '../../src/broker/delayed-requests.ts';
import type { ExchangeSettings } from '../../src/broker/exchange-settings.ts';
import { type ImpactSettings, MarketImpact } from '../../src/broker/market-impact.ts';

/** What a test may ask of the market around the exchange; nothing by default. */
export interface ExchangeMarket extends Partial<LatencySettings>, Partial<ImpactSettings> {
  readonly hasVolume?: readonly boolean[];
}

/** The settings of an exchange for it, as `src/run` makes them. */
export function marketOf(
  symbolCount: number,
  { hasVolume, impactCoefficient = 0, impactBars = 20, latencyBars = 0, latencyMs = 0 }: ExchangeMarket,
): Pick<ExchangeSettings, 'hasVolume' | 'impact' | 'latency'> {
  return {
    ...(hasVolume ? { hasVolume } : {}),
    impact: impactCoefficient > 0 ? new MarketImpact(symbolCount, { impactCoefficient, impactBars }) : null,
    latency: { latencyBars, latencyMs },
  };
}
