import type { Random } from '../math/random.ts';
import type { EpisodeSampler } from '../strategy/episode-sampler.ts';
import type {
  Checkpoint,
  Episode,
  MetaLearner,
  Predictor,
  SampleSet,
} from '../strategy/learn/meta-learner.ts';
import type { ValidationSettings } from '../strategy/learner-slot.ts';

/** How a training was watched, as it is recorded. */
export interface ValidationRecord {
  /** The loss after adaptation, at each look. */
  readonly curve: readonly number[];
  /** The meta-step whose learner was kept. */
  readonly bestStep: number;
  readonly bestLoss: number;
}

/** Watches a training on tasks that it does not learn from, and keeps the learner that did best on them. */
export class ValidationWatch {
  readonly #settings: ValidationSettings;
  readonly #episodes: readonly Episode[];
  readonly #curve: number[] = [];
  #best: { readonly step: number; readonly loss: number; readonly checkpoint: Checkpoint } | null = null;
  #looksSinceBest = 0;

  constructor(settings: ValidationSettings, sampler: EpisodeSampler, random: Random) {
    this.#settings = settings;
    this.#episodes = Array.from({ length: settings.tasks }, () => sampler.draw(random));
  }

  /** Looks where one is due; whether the training should go on. */
  goesOn(learner: MetaLearner, step: number): boolean {
    const { everySteps, patience } = this.#settings;
    if (step % everySteps !== 0) return true;
    const loss = meanLoss(learner, this.#episodes);
    this.#curve.push(loss);
    this.#looksSinceBest++;
    if (this.#best === null || loss < this.#best.loss) {
      this.#best = { step, loss, checkpoint: learner.checkpoint() };
      this.#looksSinceBest = 0;
    }
    return this.#looksSinceBest < patience;
  }

  /** The best learner so far; null before the first look. */
  get best(): Checkpoint | null {
    return this.#best?.checkpoint ?? null;
  }

  get record(): ValidationRecord | null {
    const best = this.#best;
    return best && { curve: this.#curve, bestStep: best.step, bestLoss: best.loss };
  }
}

function meanLoss(learner: MetaLearner, episodes: readonly Episode[]): number {
  const losses = episodes.map(({ support, query, past }) => {
    const { predictor } = learner.adapt(support, past);
    return learner.lossOf?.(predictor, query) ?? squaredErrorMean(predictor, query);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function squaredErrorMean(predictor: Predictor, { rows, featureCount, features, labels }: SampleSet): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const error =
      predictor.predict(features.slice(row * featureCount, (row + 1) * featureCount)) - labels[row]!;
    sum += error * error;
  }
  return sum / rows;
}
