import { type Instrument, plainInstrument } from '../../src/model/instrument.ts';

/** What is known of symbols without a manifest: whether they have volume. */
export function plainInstruments(
  series: readonly { readonly symbol: string; readonly hasVolume?: boolean }[],
): Instrument[] {
  return series.map(({ symbol, hasVolume = true }) => ({ ...plainInstrument(symbol), hasVolume }));
}
