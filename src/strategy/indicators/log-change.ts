/** ln(to / from) of two prices above zero; finite even where the quotient is not. */
export function logChange(from: number, to: number): number {
  const quotient = to / from;
  return quotient > 0 && Number.isFinite(quotient) ? Math.log(quotient) : Math.log(to) - Math.log(from);
}
