import { requireInput } from '../allocation-input.ts';
import { evenWeights, growthOf, type OnlinePortfolio, requireRelatives } from './online-portfolio.ts';

/** Settings of Anticor. */
export interface AnticorSettings {
  /** The longest window, from 2: wealth is spread evenly over the windows from 2 to it, and never moved between them. */
  readonly windowMax?: number;
  /**
   * `'drifted'` as in the paper: weight is moved from what the prices have made of the last weights; where left out. `'undrifted'` as in a program of the literature that is
   * often compared with: from the last weights themselves, and an asset may claim weight from itself, which then stays.
   */
  readonly form?: 'drifted' | 'undrifted';
}

/**
 * Anticor (Borodin, El-Yaniv & Gogan 2004), bought and held over the windows from 2 to `windowMax` (BAH). Each one moves
 * weight from what rose more in the last window to what rose less, by how the earlier window of the one correlates with the
 * later window of the other. E_PARAMETER_INVALID for a window below 2.
 */
export function anticorPortfolio(
  assets: number,
  { windowMax = 30, form = 'drifted' }: AnticorSettings = {},
): OnlinePortfolio {
  requireInput(
    Number.isInteger(windowMax) && windowMax >= 2,
    'anticorPortfolio',
    'a window is at least 2',
    windowMax,
  );
  const experts = Array.from({ length: windowMax - 1 }, () => ({ wealth: 1, weights: evenWeights(assets) }));
  let logs: Float64Array[] = [];
  let weights = evenWeights(assets);
  return {
    get weights() {
      return weights;
    },
    update(relatives) {
      requireRelatives(relatives, assets);
      logs = [...logs, relatives.map(Math.log)].slice(-2 * windowMax);
      weights = new Float64Array(assets);
      let total = 0;
      experts.forEach((expert, place) => {
        const growth = growthOf(expert.weights, relatives);
        const held =
          form === 'drifted'
            ? expert.weights.map((weight, i) => (weight * relatives[i]!) / growth)
            : expert.weights;
        expert.wealth *= growth;
        expert.weights = logs.length < 2 * (place + 2) ? held : transferred(held, logs, place + 2, form);
        total += expert.wealth;
      });
      for (const expert of experts) {
        for (let i = 0; i < assets; i++) weights[i]! += (expert.wealth / total) * expert.weights[i]!;
      }
    },
  };
}

type Form = NonNullable<AnticorSettings['form']>;

function transferred(
  ...[held, logs, window, form]: [Float64Array, readonly Float64Array[], number, Form]
): Float64Array {
  const assets = held.length;
  const before = centredColumns(logs.slice(-2 * window, -window));
  const after = centredColumns(logs.slice(-window));
  const own = Float64Array.from(held, (_, i) => Math.max(0, -correlation(before, i, after, i)));
  const next = held.slice();
  const claims = new Float64Array(assets);
  for (let i = 0; i < assets; i++) {
    let total = 0;
    for (let j = 0; j < assets; j++) {
      claims[j] = 0;
      if ((i === j && form === 'drifted') || after.means[i]! < after.means[j]!) continue;
      const alike = correlation(before, i, after, j);
      if (alike > 0) claims[j] = alike + own[i]! + own[j]!;
      total += claims[j]!;
    }
    if (total === 0) continue;
    for (let j = 0; j < assets; j++) {
      const moved = (held[i]! * claims[j]!) / total;
      next[i]! -= moved;
      next[j]! += moved;
    }
  }
  const sum = next.reduce((all, weight) => all + Math.max(0, weight), 0);
  return next.map((weight) => Math.max(0, weight) / sum);
}

/** The logarithms of a window, asset by asset, less their means. */
interface CentredColumns {
  readonly window: number;
  readonly means: Float64Array;
  /** At `asset × window + period`. */
  readonly values: Float64Array;
  /** The root of the sum of squares of each asset. */
  readonly sizes: Float64Array;
}

function centredColumns(rows: readonly Float64Array[]): CentredColumns {
  const window = rows.length;
  const assets = rows[0]!.length;
  const means = new Float64Array(assets);
  const sizes = new Float64Array(assets);
  const values = new Float64Array(assets * window);
  for (let i = 0; i < assets; i++) {
    for (let t = 0; t < window; t++) means[i]! += rows[t]![i]! / window;
    let squares = 0;
    for (let t = 0; t < window; t++) {
      const value = rows[t]![i]! - means[i]!;
      values[i * window + t] = value;
      squares += value * value;
    }
    sizes[i] = Math.sqrt(squares);
  }
  return { window, means, values, sizes };
}

/** Of asset `i` in the earlier window with asset `j` in the later one; 0 where one did not move. */
function correlation(before: CentredColumns, i: number, after: CentredColumns, j: number): number {
  const scale = before.sizes[i]! * after.sizes[j]!;
  if (!(scale > 0)) return 0;
  const { window } = before;
  let products = 0;
  for (let t = 0; t < window; t++) products += before.values[i * window + t]! * after.values[j * window + t]!;
  return products / scale;
}
