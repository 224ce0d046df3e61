/** The weights of a rule from the closes of the traded symbols, oldest first, by plain loops. */
export function naiveWeights(
  rule: 'equal' | 'volatility' | 'trend',
  bars: number,
  gross: number,
): (closes: readonly (readonly number[])[]) => number[] {
  return (closes) => {
    const sizes = closes.map((column) => (rule === 'volatility' ? 1 / volatilityOf(column, bars) : 1));
    let total = 0;
    for (const size of sizes) total += size;
    return sizes.map((size, i) => {
      const column = closes[i]!;
      const falls = column[column.length - 1]! < column[column.length - bars]!;
      return (gross * (rule === 'trend' && falls ? -size : size)) / total;
    });
  };
}

/** The sample standard deviation of the log returns between the last `bars` closes. */
function volatilityOf(column: readonly number[], bars: number): number {
  const start = column.length - bars + 1;
  let sum = 0;
  for (let i = start; i < column.length; i++) sum += Math.log(column[i]!) - Math.log(column[i - 1]!);
  const mean = sum / (bars - 1);
  let squares = 0;
  for (let i = start; i < column.length; i++) {
    const away = Math.log(column[i]!) - Math.log(column[i - 1]!) - mean;
    squares += away * away;
  }
  return Math.sqrt(squares / (bars - 2));
}
