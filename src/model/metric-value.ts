/** A metric: a finite number, or null and the reason why it is undefined. No sentinel and no NaN crosses a boundary. */
export type MetricValue =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: string };
