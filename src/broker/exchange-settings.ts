import type { AccountView } from '../model/account.ts';
import type { Quoting } from '../model/bar-series.ts';
import { type BarSessions, type TradingDays, UTC_DAYS } from '../model/session.ts';
import type { CostModel } from './costs.ts';
import type { LatencySettings } from './delayed-requests.ts';
import type { FillRules } from './fill-rules.ts';
import type { MarketImpact } from './market-impact.ts';
import type { RestingTerms } from './resting-order.ts';

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

/** What an exchange keeps of each symbol. */
export interface SymbolTraits {
  /** 1 where the source has volumes. */
  readonly hasVolume: Uint8Array;
  /** Where prices are quotes, the spread is in them already. */
  readonly costs: readonly CostModel[];
  readonly days: readonly TradingDays[];
  readonly terms: readonly RestingTerms[];
}

/** The traits of all symbols, by symbol index. */
export function symbolTraits(settings: ExchangeSettings): SymbolTraits {
  const { symbolCount, costs, rules, hasVolume, quoting = [], days, tickSizes } = settings;
  const quoted = costs.withoutSpread();
  const bySymbol = <Trait>(traitOf: (symbol: number) => Trait): Trait[] =>
    Array.from({ length: symbolCount }, (_, symbol) => traitOf(symbol));
  const own = bySymbol((symbol) => ((quoting[symbol] ?? 'none') === 'none' ? costs : quoted));
  return {
    hasVolume: Uint8Array.from(bySymbol((symbol) => (hasVolume?.[symbol] === false ? 0 : 1))),
    costs: own,
    days: days ?? bySymbol(() => UTC_DAYS),
    terms: bySymbol((symbol) => ({
      fill: rules.fill,
      referenceAt: own[symbol]!.referenceAt,
      tickSize: tickSizes?.[symbol] ?? null,
    })),
  };
}
