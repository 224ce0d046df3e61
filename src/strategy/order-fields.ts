import { RegimetaError } from '../model/regimeta-error.ts';
import type { AmendOptions, BracketOptions, OcoLeg, OrderOptions } from './context.ts';

const OPTIONS: Readonly<Record<keyof OrderOptions, true>> = {
  limit: true,
  stop: true,
  trail: true,
  trailPercent: true,
  onOpen: true,
  onClose: true,
  reduceOnly: true,
  timeInForce: true,
  goodTill: true,
  tag: true,
};
const LEG: Readonly<Record<keyof OcoLeg, true>> = { side: true, quantity: true, ...OPTIONS };
const BRACKET: Readonly<Record<keyof BracketOptions, true>> = { stopLoss: true, takeProfit: true, ...LEG };
const AMENDMENT: Readonly<Record<keyof AmendOptions, true>> = { quantity: true, limit: true, stop: true };

/** What can be stated of an order, of a leg of an OCO group, of a bracket, and of an amendment, by name. */
const FIELDS = {
  order: new Set(Object.keys(OPTIONS)),
  leg: new Set(Object.keys(LEG)),
  bracket: new Set(Object.keys(BRACKET)),
  amendment: new Set(Object.keys(AMENDMENT)),
} as const;

/**
 * Throws E_PLUGIN_ORDERS unless `stated` is an object of fields that `what` has. Plugins are compiled without a type
 * check, and a limit order with a misspelt limit would otherwise be a market order.
 */
export function requireFields(place: string, what: keyof typeof FIELDS, stated: object): void {
  if (typeof stated !== 'object' || stated === null) throw notFields(place, what, stated);
  const known = FIELDS[what];
  for (const field in stated) if (!known.has(field)) throw unknownField(place, field, [...known]);
}

/** Throws E_PLUGIN_ORDERS unless an order is named by its number: an order itself, given for it, is none that rests. */
export function requireNumber(orderId: unknown): void {
  if (typeof orderId === 'number') return;
  throw new RegimetaError('E_PLUGIN_ORDERS', {
    place: 'amend, cancel',
    rule: 'an order is named by its number',
    found: typeof orderId,
    repair: 'Give the orderId of one of openOrders(symbol)',
  });
}

/** A switch such as `onOpen`: true, or false where it is left out. Anything else is E_PLUGIN_ORDERS. */
export function switchOf(place: string, name: string, value: unknown): boolean {
  if (value === undefined) return false;
  if (typeof value === 'boolean') return value;
  throw new RegimetaError('E_PLUGIN_ORDERS', {
    place,
    rule: `${name} of an order is true or false`,
    found: JSON.stringify(value) ?? typeof value,
  });
}

function notFields(place: string, what: keyof typeof FIELDS, found: unknown): RegimetaError {
  return new RegimetaError('E_PLUGIN_ORDERS', {
    place,
    rule: what === 'order' ? 'the options of an order are an object' : `a ${what} is an object`,
    found: JSON.stringify(found) ?? typeof found,
    repair: 'Name each part, as in { limit: 99.5 }',
  });
}

function unknownField(place: string, field: string, known: readonly string[]): RegimetaError {
  return new RegimetaError('E_PLUGIN_ORDERS', {
    place,
    rule: 'an order is stated by names that orders have',
    found: JSON.stringify(field),
    repair: `Use some of ${known.join(', ')}`,
  });
}
