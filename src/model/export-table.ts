/** What a column of an exported table holds; a time is in epoch milliseconds. Any value may be null. */
export type ExportType = 'text' | 'number' | 'integer' | 'time' | 'flag';

/** A column of an exported table. */
export interface ExportColumn {
  readonly name: string;
  readonly type: ExportType;
}

/** The tables of a run that can be exported, each with the arm of its rows as the first column. */
export const EXPORT_TABLES = [
  'equity',
  'orders',
  'fills',
  'round-trips',
  'regime-changes',
  'adaptations',
  'metrics',
] as const;

/** The name of an exported table. */
export type ExportTableName = (typeof EXPORT_TABLES)[number];

/** A value of an exported row, as the store has it. */
export type ExportValue = number | string | null;
