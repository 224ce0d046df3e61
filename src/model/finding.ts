/** What was asked of a run beside its comparisons, in the order in which it is shown; `docs/evidence.md` has each method. */
export const FINDING_METHODS = [
  {
    name: 'probabilistic-sharpe',
    label: 'Probabilistic Sharpe ratio',
    estimate: 'probability that the Sharpe ratio is above zero',
  },
  {
    name: 'deflated-sharpe',
    label: 'Deflated Sharpe ratio',
    estimate: 'the same after correction for the trials',
  },
  {
    name: 'track-record-min',
    label: 'Minimum track record',
    estimate: 'returns until 95 % are sure of a ratio above zero',
  },
  {
    name: 'backtest-length-min',
    label: 'Minimum backtest length',
    estimate: 'years below which the best of so many trials shows as much by chance',
  },
  {
    name: 'overfitting-probability',
    label: 'Probability of overfitting',
    estimate: 'how often the best in one half is below the median in the other',
  },
  { name: 'ledoit-wolf', label: 'Ledoit–Wolf test', estimate: 'Sharpe difference in standard errors' },
  {
    name: 'step-m',
    label: 'Romano–Wolf step-down',
    estimate: 'Sharpe difference; one-sided, adjusted for all arms',
  },
  { name: 'spa-lower', label: 'SPA, lower', estimate: 'largest advantage of another arm in standard errors' },
  { name: 'spa-consistent', label: 'SPA, consistent', estimate: 'the same' },
  { name: 'spa-upper', label: 'SPA, upper', estimate: 'the same' },
  {
    name: 'change-events',
    label: 'After confirmed changes',
    estimate: 'return a year more than the other in the windows',
  },
  {
    name: 'diebold-mariano',
    label: 'Diebold–Mariano test',
    estimate: 'statistic; below zero the subject forecast better',
  },
] as const;

/** The name of a method. */
export type FindingMethod = (typeof FINDING_METHODS)[number]['name'];

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
