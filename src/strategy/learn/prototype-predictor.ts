import type { Values } from '../../math/batched-matmul.ts';
import { float64Hash } from '../../math/float64-hash.ts';
import { type ClassPortfolios, classPortfolios } from './class-portfolios.ts';
import type { Predictor } from './meta-learner.ts';
import type { Network } from './network.ts';
import { NetworkEvaluation } from './network-evaluation.ts';
import {
  type ClassedRows,
  type ClassSettings,
  classCounts,
  classesOf,
  classMeans,
} from './prototype-classes.ts';

/** Added to a share before its logarithm is taken. */
export const SHARE_MIN = 1e-9;

/** What a predictor remembers. */
export interface PrototypeMemory {
  readonly classed: ClassedRows;
  /** Whether a prediction is the logarithm of a weight, and not a label. */
  readonly isPortfolio: boolean;
}

/** A memory without rows, of which every prediction is 0. */
export function nothingKnown(settings: ClassSettings): PrototypeMemory {
  const rows = { rows: 0, featureCount: 0, features: new Float64Array(0), labels: new Float64Array(0) };
  const classed = { rows, classOf: new Int32Array(0), classes: classesOf(settings), edges: [], members: [] };
  return { classed, isPortfolio: false };
}

/** Predicts by the distances of a row from the prototypes of classes; immutable. */
export class PrototypePredictor implements Predictor {
  readonly parametersHash: string;
  /** The mean embedding of all remembered rows. */
  readonly centre: Float64Array;
  readonly #embedding: NetworkEvaluation;
  readonly #units: number;
  readonly #known: readonly number[];
  readonly #prototypes: Float64Array;
  readonly #means: Float64Array;
  readonly #portfolios: ClassPortfolios | null;
  readonly #chances: Float64Array;

  /** Copies the parameters and embeds the memory. */
  constructor(network: Network, parameters: Float64Array, { classed, isPortfolio }: PrototypeMemory) {
    const { rows, classOf, classes } = classed;
    const units = network.sizes.at(-1)!;
    const counts = classCounts(classed);
    this.#embedding = new NetworkEvaluation(network, parameters.slice());
    this.#units = units;
    this.#prototypes = new Float64Array(classes * units);
    this.#means = classMeans(classed);
    this.#portfolios = isPortfolio ? classPortfolios(classed) : null;
    this.#known = Array.from(counts.keys()).filter((one) => counts[one]! > 0);
    this.#chances = new Float64Array(classes);
    this.centre = new Float64Array(units);
    classOf.forEach((one, row) => {
      const features = rows.features.subarray(row * rows.featureCount, (row + 1) * rows.featureCount);
      this.#embedding.outputs(features).forEach((value, unit) => {
        this.#prototypes[one * units + unit]! += value / counts[one]!;
        this.centre[unit]! += value / rows.rows;
      });
    });
    const weights = this.#portfolios?.weights ?? [];
    const known = [...parameters, ...this.#prototypes, ...counts, ...rows.labels, isPortfolio ? 1 : 0];
    this.parametersHash = float64Hash(Float64Array.from([...known, ...weights]));
  }

  /** E_LEARNER_SHAPE where the row has another number of features than the network. */
  predict(features: Float64Array, symbol = 0): number {
    const units = this.#embedding.outputs(features);
    const known = this.#known;
    if (known.length === 0) return 0;
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < known.length; i++) {
      const distance = this.#distance(units, known[i]!);
      this.#chances[known[i]!] = distance;
      if (distance < nearest) nearest = distance;
    }
    let total = 0;
    let value = 0;
    for (let i = 0; i < known.length; i++) {
      const one = known[i]!;
      const power = Math.exp(nearest - this.#chances[one]!);
      total += power;
      value += power * (this.#portfolios === null ? this.#means[one]! : this.#portfolios.weight(one, symbol));
    }
    return this.#portfolios === null ? value / total : Math.log(value / total + SHARE_MIN);
  }

  #distance(units: Values, one: number): number {
    let square = 0;
    for (let unit = 0; unit < this.#units; unit++) {
      const from = units[unit]! - this.#prototypes[one * this.#units + unit]!;
      square += from * from;
    }
    return square;
  }
}
