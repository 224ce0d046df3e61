/** The fields of a bar by their place in a row and among the columns. */
export const BAR_FIELDS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

/** The fields of a bar of bids and of asks. */
export const BID_ASK_FIELDS = [
  'time',
  'bidOpen',
  'bidHigh',
  'bidLow',
  'bidClose',
  'askOpen',
  'askHigh',
  'askLow',
  'askClose',
  'volume',
] as const;

/** The fields of a quote. */
export const QUOTE_FIELDS = ['time', 'bid', 'ask', 'bidSize', 'askSize'] as const;

/** The fields of a trade. */
export const TRADE_FIELDS = ['time', 'price', 'size'] as const;

/** A field as a message calls it: `bidOpen` is the bid open. */
export function fieldLabel(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
