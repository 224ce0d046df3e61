/** Bars as whole columns. */
export interface Columns {
  readonly open: number[];
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
  readonly volume: number[];
}

/** The name of a column. */
export type Column = keyof Columns;

/** What is said of the last bar, by the name of the output. */
export type Outputs = Readonly<Record<string, number>>;

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;
export const last = (values: readonly number[]): number => values[values.length - 1]!;

/** Divisor: the number of values less one. */
export function variance(values: readonly number[]): number {
  const middle = mean(values);
  return sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1);
}

/** All values of an exponential moving average seeded with the mean of the first `length` inputs. */
export function averages(values: readonly number[], length: number, factor = 2 / (length + 1)): number[] {
  let average = mean(values.slice(0, length));
  const all = [average];
  for (const value of values.slice(length)) {
    average += factor * (value - average);
    all.push(average);
  }
  return all;
}

/** What a function says of each whole window. */
export const windows = (
  values: readonly number[],
  length: number,
  of: (window: readonly number[]) => number = mean,
): number[] => values.slice(length - 1).map((_, i) => of(values.slice(i, i + length)));

/** With weights from 1 for the oldest. */
export const weightedMean = (values: readonly number[]): number =>
  sum(values.map((value, i) => (i + 1) * value)) / sum(values.map((_, i) => i + 1));

export const changes = (values: readonly number[]): number[] =>
  values.slice(1).map((value, i) => value - values[i]!);

/** All %K without smoothing. */
export const fastK = ({ high, low, close }: Pick<Columns, 'high' | 'low' | 'close'>, length: number) =>
  close.slice(length - 1).map((price, i) => {
    const top = Math.max(...high.slice(i, i + length));
    const bottom = Math.min(...low.slice(i, i + length));
    return top === bottom ? 50 : (100 * (price - bottom)) / (top - bottom);
  });

export const trueRanges = ({ high, low, close }: Columns): number[] =>
  high.slice(1).map((top, i) => {
    const before = close[i]!;
    const bottom = low[i + 1]!;
    return Math.max(top - bottom, Math.abs(top - before), Math.abs(bottom - before));
  });

export const typical = ({ high, low, close }: Columns): number[] =>
  close.map((price, i) => (high[i]! + low[i]! + price) / 3);

/** Wilder's relative strength after each bar from `length` on. */
export function strengths(values: readonly number[], length: number): number[] {
  const moves = changes(values);
  const gains = averages(
    moves.map((move) => (move > 0 ? move : 0)),
    length,
    1 / length,
  );
  const losses = averages(
    moves.map((move) => (move < 0 ? -move : 0)),
    length,
    1 / length,
  );
  return gains.map((gain, i) => {
    const loss = losses[i]!;
    if (gain + loss === 0) return 50;
    return loss === 0 ? 100 : 100 - 100 / (1 + gain / loss);
  });
}

/** Averages of Wilder of the moves of one edge of the bars that exceed those of the other. */
export const movements = ({ high, low }: Columns, isPlus: boolean, length: number): number[] =>
  averages(
    high.slice(1).map((top, i) => {
      const rise = top - high[i]!;
      const fall = low[i]! - low[i + 1]!;
      const [own, other] = isPlus ? [rise, fall] : [fall, rise];
      return own > other && own > 0 ? own : 0;
    }),
    length,
    1 / length,
  );

/** The volume of each bar, weighted by where it closed. */
export const flows = ({ high, low, close, volume }: Columns): number[] =>
  close.map((price, i) => {
    const range = high[i]! - low[i]!;
    return range === 0 ? 0 : (volume[i]! * (price - low[i]! - (high[i]! - price))) / range;
  });

/**
 * A band of SuperTrend at each bar: `bands` are those of single bars, `closes` the close before each; a stretch ends where the
 * close before lies beyond the best band of the stretch so far, and within it the best one holds.
 */
function ratchet(bands: readonly number[], closes: readonly number[], isLower: boolean): number[] {
  const best = (values: readonly number[]) => (isLower ? Math.max(...values) : Math.min(...values));
  const all: number[] = [];
  let from = 0;
  for (let bar = 0; bar < bands.length; bar++) {
    const held = best(bands.slice(from, bar));
    if (bar > from && (isLower ? closes[bar]! < held : closes[bar]! > held)) from = bar;
    all.push(best(bands.slice(from, bar + 1)));
  }
  return all;
}

/** The stop and its side: below the price unless the last close beyond a band was one below the lower band. */
export function naiveSuperTrend(columns: Columns, length: number, width: number): Outputs {
  const { high, low, close } = columns;
  const ranges = averages(trueRanges(columns), length, 1 / length);
  const middles = high.map((top, i) => (top + low[i]!) / 2).slice(length);
  const before = close.slice(length - 1, -1);
  const closes = close.slice(length);
  const edge = (sign: number) => middles.map((middle, i) => middle + sign * width * ranges[i]!);
  const upper = ratchet(edge(1), before, false);
  const lower = ratchet(edge(-1), before, true);
  const fall = closes.findLastIndex((price, i) => price < lower[i]!);
  const rise = closes.findLastIndex((price, i) => price > upper[i]!);
  return { value: fall > rise ? last(upper) : last(lower) };
}

/** The extreme of a move after each of its bars: the furthest high, or low. */
const furthest = (values: readonly number[], isRising: boolean) =>
  isRising ? Math.max(...values) : Math.min(...values);

/** The stop at bar `at` of a move whose stop at bar `from` is known: it nears the extreme by a step for each new extreme. */
function stopWithin(columns: Columns, isRising: boolean, from: number, first: number, at: number): number {
  const edge = isRising ? columns.high : columns.low;
  const near = isRising ? columns.low : columns.high;
  let stop = first;
  for (let bar = from + 1; bar <= at; bar++) {
    const run = edge.slice(from, bar);
    const records = run.filter(
      (value, i) =>
        i > 0 && (isRising ? value > Math.max(...run.slice(0, i)) : value < Math.min(...run.slice(0, i))),
    );
    const factor = Math.min(0.02 * (1 + records.length), 0.2);
    const moved = stop + factor * (furthest(run, isRising) - stop);
    stop = isRising
      ? Math.min(moved, near[bar - 1]!, near[bar - 2]!)
      : Math.max(moved, near[bar - 1]!, near[bar - 2]!);
  }
  return stop;
}

/** Wilder's stop, move by move: each is looked through for the first bar that reaches its stop. */
export function naiveParabolic(columns: Columns): Outputs {
  const { high, low } = columns;
  const end = high.length - 1;
  const fall = low[0]! - low[1]!;
  let isRising = !(fall > 0 && fall > high[1]! - high[0]!);
  let from = 1;
  let first = isRising ? low[0]! : high[0]!;
  let turnedAt = -1;
  for (;;) {
    let turn = -1;
    for (let bar = from; bar <= end && turn < 0; bar++) {
      if (bar === turnedAt) continue;
      const stop = stopWithin(columns, isRising, from, first, bar);
      if (isRising ? low[bar]! <= stop : high[bar]! >= stop) turn = bar;
    }
    if (turn < 0) return { value: stopWithin(columns, isRising, from, first, end), rising: isRising ? 1 : 0 };
    const edge = (isRising ? high : low).slice(from, Math.max(turn, from + 1));
    isRising = !isRising;
    first = isRising
      ? Math.min(...edge, low[turn]!, low[turn - 1]!)
      : Math.max(...edge, high[turn]!, high[turn - 1]!);
    from = turn;
    turnedAt = turn;
  }
}
