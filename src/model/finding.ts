/** What was asked of a run beside its comparisons; `docs/evidence.md` has each method. */
export const FINDING_METHODS = [
  'ledoit-wolf',
  'probabilistic-sharpe',
  'deflated-sharpe',
  'track-record-min',
  'backtest-length-min',
  'overfitting-probability',
  'spa-lower',
  'spa-consistent',
  'spa-upper',
  'step-m',
  'change-events',
  'diebold-mariano',
] as const;

/** The name of a method. */
export type FindingMethod = (typeof FINDING_METHODS)[number];

/** What a statistic says of a run: an estimate, a p-value or both; or null and the reason why there is neither. */
export interface Finding {
  readonly method: FindingMethod;
  /** The arm that it is about; null for one about all arms or trials. */
  readonly subject: string | null;
  /** The arm that it was compared with; null where it was not. */
  readonly against: string | null;
  readonly estimate: number | null;
  /** Two-sided, or one-sided where the method is. */
  readonly pValue: number | null;
  readonly reason: string | null;
  /** What else it was computed from, by name. */
  readonly detail: Readonly<Record<string, number>>;
}
