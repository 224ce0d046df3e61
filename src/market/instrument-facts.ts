import { z } from 'zod';
import { type Instrument, plainInstrument } from '../model/instrument.ts';

const currencyCode = z.string().regex(/^[A-Z0-9]{2,10}$/, 'must be a currency such as USD or USDT');

/** Facts about instruments that hold for all symbols of a folder; what is left out has the value of a plain instrument. */
export const instrumentDefaults = z.strictObject({
  currency: currencyCode.nullable().optional(),
  multiplier: z.number().positive().max(1e9).optional(),
  tickSize: z.number().positive().max(1e9).nullable().optional(),
  lotSize: z.number().positive().max(1e9).nullable().optional(),
  minNotional: z.number().positive().max(1e12).nullable().optional(),
  allowsNegativePrices: z.boolean().optional(),
  hasVolume: z.boolean().optional(),
  barTime: z.enum(['start', 'end']).optional(),
});

/** Facts about one symbol, which take the place of those of the folder; null takes one of the folder back. */
export const instrumentFacts = instrumentDefaults.extend({
  baseCurrency: currencyCode.nullable().optional(),
  calendar: z.string().min(1).max(64).nullable().optional(),
});

/** What a manifest says of one instrument. */
type InstrumentFacts = z.infer<typeof instrumentFacts>;

/** The instrument of a symbol: the facts of the symbol, else those of its folder, else those of a plain one. */
export function instrumentOf(symbol: string, folder: InstrumentFacts, own: InstrumentFacts): Instrument {
  const facts = { ...plainInstrument(symbol), ...given(folder), ...given(own) };
  return { ...facts, symbol };
}

/** Without what is left out, which must not hide what is said elsewhere. */
function given(facts: InstrumentFacts): Partial<Instrument> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
