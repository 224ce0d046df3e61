import type { AccountView } from '../model/account.ts';
import { type OrderRequest, PLAIN_TERMS } from '../model/order.ts';

/** How much equity the account needs for its gross exposure, as parts of it; null where that is not asked for. */
export interface MarginSettings {
  readonly initialMargin: number | null;
  readonly maintenanceMargin: number | null;
}

/** An account with its exposure at the last marks. */
interface ExposedAccount extends AccountView {
  readonly gross: number;
}

/**
 * The part of each position that is kept after a margin call at the last marks, from 0 up to 1; null where there is no
 * call. What is kept has equity of the initial margin, or of the maintenance margin where that is larger.
 */
export function partKept({ equity, gross }: ExposedAccount, settings: MarginSettings): number | null {
  const { initialMargin, maintenanceMargin } = settings;
  if (maintenanceMargin === null || gross === 0 || equity >= maintenanceMargin * gross) return null;
  const margin = Math.max(initialMargin ?? 0, maintenanceMargin);
  return Math.max(0, equity / (margin * gross));
}

/** The market order that closes so many signed units. */
export function liquidation(symbolIndex: number, units: number): OrderRequest {
  return {
    ...PLAIN_TERMS,
    symbolIndex,
    side: units > 0 ? 'sell' : 'buy',
    type: 'market',
    quantity: Math.abs(units),
    limitPrice: null,
    stopPrice: null,
    origin: 'liquidation',
    bracket: null,
    tag: '',
  };
}
