import type { AccountView } from '../model/account.ts';
import type { CostModel } from './costs.ts';
import type { LatencySettings } from './delayed-requests.ts';
import type { FillRules } from './fill-rules.ts';
import type { MarketImpact } from './market-impact.ts';

/** How an exchange is set up. */
export interface ExchangeSettings {
  readonly symbolCount: number;
  readonly costs: CostModel;
  readonly rules: FillRules;
  readonly account: AccountView;
  /** By symbol: false where its source has no volume at all, which then bounds no fill; true if not given. */
  readonly hasVolume?: readonly boolean[];
  /** None if not given. */
  readonly impact?: MarketImpact | null;
  /** None if not given. */
  readonly latency?: LatencySettings;
}
