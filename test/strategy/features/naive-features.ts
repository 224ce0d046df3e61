/** Closes by slice, then symbol; null where the symbol has no bar. */
export type CloseRows = readonly (readonly (number | null)[])[];

const FLOOR = 1e-5;

function clip(value: number, bound: number): number {
  return Math.max(-bound, Math.min(bound, value));
}

function decayWeights(count: number, halfLife: number): number[] {
  return Array.from({ length: count }, (_, i) => 0.5 ** ((count - 1 - i) / halfLife));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function naiveVolatility(returns: readonly number[], halfLife: number): number {
  const weights = decayWeights(returns.length, halfLife);
  const squares = sumOf(returns.map((value, i) => weights[i] * value * value));
  return Math.max(FLOOR, Math.sqrt(squares / sumOf(weights)));
}

function logReturns(closes: readonly number[]): number[] {
  return closes.slice(1).map((close, i) => Math.log(close / closes[i]));
}

function closesUntil(rows: CloseRows, time: number, symbolIndex: number): number[] {
  return rows.slice(0, time + 1).flatMap((row) => row[symbolIndex] ?? []);
}

/** Mean and mean absolute log return over the symbols with a bar, for each slice up to `time` that has any. */
function marketMoves(rows: CloseRows, time: number): { mean: number; absolute: number }[] {
  const moves: { mean: number; absolute: number }[] = [];
  for (let t = 0; t <= time; t++) {
    const returns = rows[t].flatMap((close, symbolIndex) => {
      const closes = closesUntil(rows, t, symbolIndex);
      return close === null || closes.length < 2 ? [] : [Math.log(close / closes[closes.length - 2])];
    });
    if (returns.length === 0) continue;
    const absolute = sumOf(returns.map((value) => Math.abs(value))) / returns.length;
    moves.push({ mean: sumOf(returns) / returns.length, absolute });
  }
  return moves;
}

/** The nine default features of a symbol at a slice, from the formulas over all closes until then. */
export function naiveFeatures(rows: CloseRows, time: number, symbolIndex: number): number[] {
  const closes = closesUntil(rows, time, symbolIndex);
  const returns = logReturns(closes);
  const volatility = naiveVolatility(returns, 21);
  const last = closes[closes.length - 1];
  const own = [1, 5, 21, 63, 126].map((bars) => {
    const window = returns.slice(-bars);
    return sumOf(window) / (volatility * Math.sqrt(bars));
  });
  const ratio = Math.log(naiveVolatility(returns, 5) / naiveVolatility(returns, 63));
  const high = Math.max(...closes.slice(-126));
  const distance = Math.log(last / high) / (volatility * Math.sqrt(126));
  const market = marketMoves(rows, time).map(({ mean }) => mean);
  const ofMarket = [21, 63].map(
    (bars) => sumOf(market.slice(-bars)) / (naiveVolatility(market, 21) * Math.sqrt(bars)),
  );
  return [...own, ratio, distance, ...ofMarket].map((value) => clip(value, 5));
}

function standardised(values: readonly number[], halfLife: number, bound: number): number {
  const past = values.slice(0, -1);
  const weights = decayWeights(past.length, halfLife);
  const mean = sumOf(past.map((value, i) => weights[i] * value)) / sumOf(weights);
  const variance = sumOf(past.map((value, i) => weights[i] * (value - mean) ** 2)) / sumOf(weights);
  return clip((values[values.length - 1] - mean) / Math.max(FLOOR, Math.sqrt(variance)), bound);
}

/** What the detector observes at a slice that has a market return, with the given half-life and bound. */
export function naiveObservation(
  rows: CloseRows,
  time: number,
  halfLife: number,
  bound: number,
): [number, number] {
  const moves = marketMoves(rows, time);
  const levels = moves.slice(1).map(({ absolute }, i) => {
    const past = moves.slice(0, i + 1);
    const weights = decayWeights(past.length, halfLife);
    const level = sumOf(past.map((move, k) => weights[k] * move.absolute)) / sumOf(weights);
    return Math.log(0.1 + absolute / Math.max(FLOOR, level));
  });
  return [
    standardised(
      moves.map(({ mean }) => mean),
      halfLife,
      bound,
    ),
    standardised(levels, halfLife, bound),
  ];
}
