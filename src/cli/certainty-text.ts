/** A probability as words that never say certain: `97.4 %`, and `over 99.9 %` or `below 0.1 %` where rounding would. */
export function certaintyText(probability: number): string {
  const text = (100 * probability).toFixed(1);
  if (text === '100.0') return 'over 99.9 %';
  return text === '0.0' ? 'below 0.1 %' : `${text} %`;
}
