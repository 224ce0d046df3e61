/** The fields of a bar by their place in a row and among the columns. */
export const BAR_FIELDS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

/** The name of a field of a bar. */
export type BarField = (typeof BAR_FIELDS)[number];
