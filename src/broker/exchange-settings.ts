import type { AccountView } from '../model/account.ts';
import { type BarSessions, type TradingDays, UTC_DAYS } from '../model/session.ts';
import type { CostModel } from './costs.ts';
import type { LatencySettings } from './delayed-requests.ts';
import type { FillRules } from './fill-rules.ts';
import type { MarketImpact } from './market-impact.ts';
import type { RestingTerms } from './resting-order.ts';

/** What the source of a symbol quotes: nothing, bids and asks, or those with the units that are offered at them. */
export type Quoting = 'none' | 'prices' | 'sizes';

/** How an exchange is set up. */
export interface ExchangeSettings {
  readonly symbolCount: number;
  readonly costs: CostModel;
  readonly rules: FillRules;
  readonly account: AccountView;
  /** By symbol: false where its source has no volume at all, which then bounds no fill; true if not given. */
  readonly hasVolume?: readonly boolean[];
  /** By symbol: whether its prices are bids and asks, and whether those have sizes; none if not given. */
  readonly quoting?: readonly Quoting[];
  /** By symbol: the step of prices, and of the parts that fill, null for any; any if not given. */
  readonly tickSizes?: readonly (number | null)[] | undefined;
  readonly lotSizes?: readonly (number | null)[] | undefined;
  /** By symbol: the days of DAY orders; those of UTC if not given. */
  readonly days?: readonly TradingDays[] | undefined;
  /** By symbol: the sessions that its bars are parts of, null for none; none if not given. */
  readonly sessions?: readonly (BarSessions | null)[] | undefined;
  /** None if not given. */
  readonly impact?: MarketImpact | null;
  /** None if not given. */
  readonly latency?: LatencySettings;
}

/** 1 for each symbol whose source has volumes. */
export function volumeFlags({ symbolCount, hasVolume }: ExchangeSettings): Uint8Array {
  return Uint8Array.from({ length: symbolCount }, (_, symbol) => (hasVolume?.[symbol] === false ? 0 : 1));
}

/** The costs of each symbol: where prices are quotes, the spread is in them already. */
export function costsBySymbol({ symbolCount, costs, quoting = [] }: ExchangeSettings): CostModel[] {
  const quoted = costs.withoutSpread();
  return Array.from({ length: symbolCount }, (_, symbol) =>
    (quoting[symbol] ?? 'none') === 'none' ? costs : quoted,
  );
}

/** The days of each symbol; those of UTC where none are given. */
export function daysBySymbol({ days, symbolCount }: ExchangeSettings): readonly TradingDays[] {
  return days ?? Array.from({ length: symbolCount }, () => UTC_DAYS);
}

/** What the resting orders of each symbol keep to. */
export function termsBySymbol(
  { tickSizes, rules }: ExchangeSettings,
  costs: readonly CostModel[],
): RestingTerms[] {
  return costs.map(({ referenceAt }, symbol) => ({
    fill: rules.fill,
    referenceAt,
    tickSize: tickSizes?.[symbol] ?? null,
  }));
}
