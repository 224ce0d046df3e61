import { RegimetaError } from '../model/regimeta-error.ts';

/** The index of a currency of the account. Throws E_PLUGIN_ORDERS for what is none. */
export function currencyIndex(currencies: readonly string[], name: string): number {
  const index = currencies.indexOf(name);
  if (index >= 0) return index;
  throw new RegimetaError('E_PLUGIN_ORDERS', {
    place: 'currency',
    rule: 'a strategy names currencies of its account, which are its own and those of the instruments and pairs of its data',
    found: JSON.stringify(name) ?? typeof name,
    repair: `Use one of ${currencies.join(', ')}`,
  });
}

/** The error of a conversion into the currency that it comes from. */
export function sameCurrency(name: string): RegimetaError {
  return new RegimetaError('E_PLUGIN_ORDERS', {
    place: 'convert',
    rule: 'a conversion is from one currency to another',
    found: `${name} to ${name}`,
  });
}
