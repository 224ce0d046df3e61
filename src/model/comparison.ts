/** The three answers that a comparison can give. */
export type Verdict = 'better' | 'worse' | 'inconclusive';

/**
 * A paired comparison of the subject arm with one other arm over the same days. Differences are subject minus other.
 * Sharpe ratios are annualised; the interval is two-sided at `level`, which is already corrected for the number of
 * comparisons and of trials.
 */
export interface Comparison {
  readonly subject: string;
  readonly against: string;
  readonly sharpeDifference: number;
  readonly sharpeLow: number;
  readonly sharpeHigh: number;
  /** Difference of the annualised mean returns, as a fraction. */
  readonly returnDifference: number;
  readonly returnLow: number;
  readonly returnHigh: number;
  /** Confidence level of both intervals after correction, e.g. 0.975. */
  readonly level: number;
  /** Correlation of the two daily return series; null where one does not vary. */
  readonly correlation: number | null;
  /** Paired returns used. */
  readonly observations: number;
  readonly blockLength: number;
  readonly resamples: number;
  /** The smallest true Sharpe difference that this much data would have shown in four runs of five. */
  readonly minimumDetectable: number;
  /** Of the Sharpe difference: better or worse only where the interval excludes zero. */
  readonly verdict: Verdict;
}

/** The answer to "did re-adapting help?", with the comparisons that it rests on. */
export interface VerdictSummary {
  readonly verdict: Verdict;
  /** One plain sentence with the figures; what the terminal and the report print first. */
  readonly sentence: string;
  /** Distinct configurations of this strategy on these data that the store has seen, this one included. */
  readonly trials: number;
  readonly comparisons: readonly Comparison[];
}
