import { randomFrom } from '../math/random.ts';
import type { BarSeries } from '../model/bar-series.ts';
import type { EpochMs } from '../model/time.ts';
import { trainLearner } from './arm-learner.ts';
import { runArm } from './arm-runner.ts';
import type { Host } from './host.ts';
import { type JournalLine, JournalLines } from './journal-lines.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import { armMarketOf, planMarket } from './market-plan.ts';
import type { TrainedLearner } from './meta-training.ts';
import type { PreparedRun } from './session.ts';

/** What a learner came to on these bars. */
interface Training {
  readonly series: readonly BarSeries[];
  readonly trained: TrainedLearner | null;
}

/**
 * Runs one strategy again and again over bars that were altered, into memory. A learner is trained once on the same bars:
 * alterations of the test period leave most trainings as they were.
 */
export class AuditRuns {
  readonly #loaded: LoadedStrategy;
  readonly #prepared: PreparedRun;
  readonly #host: Host;
  #trainings: Training[] = [];

  constructor(loaded: LoadedStrategy, prepared: PreparedRun, host: Host) {
    this.#loaded = loaded;
    this.#prepared = prepared;
    this.#host = { ...host, progress: () => undefined };
  }

  /** Has the next run train its learner anew, whatever it trains on. */
  forgetTraining(): void {
    this.#trainings = [];
  }

  /** The journal of a run over these bars; slices after `until` are not played, though the run has them. */
  async journalOf(series: readonly BarSeries[], until?: EpochMs): Promise<readonly JournalLine[]> {
    const { parameters, settings, data, checkpoint } = this.#prepared;
    const { strategy } = this.#loaded;
    const learning = strategy.learner !== undefined && (checkpoint?.saved.origin ?? true);
    const market = planMarket({ ...data, series }, settings, learning);
    const trained = await this.#trainedOn(market.train);
    const journal = new JournalLines(market.test.map(({ symbol }) => symbol));
    const plan = {
      name: strategy.name,
      role: 'subject',
      description: strategy.description,
      loaded: this.#loaded,
      parameters,
      policy: { kind: 'at-change' },
      learner: trained?.learner ?? null,
      past: trained?.past ?? [],
    } as const;
    await runArm(plan, { ...armMarketOf(market), until, isCut: true }, settings, journal, this.#host);
    return journal.lines;
  }

  async #trainedOn(series: readonly BarSeries[]): Promise<TrainedLearner | null> {
    const known = this.#trainings.find((training) => areSame(training.series, series));
    if (known) return known.trained;
    const { parameters, settings, checkpoint } = this.#prepared;
    const random = randomFrom(settings.seed).split('meta-training');
    const subject = { loaded: this.#loaded, parameters, settings, checkpoint };
    const trained = await trainLearner(subject, series, random, this.#host);
    this.#trainings.push({ series, trained });
    return trained;
  }
}

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Whether all bars are the same, number for number. */
function areSame(left: readonly BarSeries[], right: readonly BarSeries[]): boolean {
  return (
    left.length === right.length &&
    left.every((bars, i) => {
      const other = right[i]!;
      return bars.symbol === other.symbol && COLUMNS.every((column) => areEqual(bars[column], other[column]));
    })
  );
}

function areEqual(left: Float64Array, right: Float64Array): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (!Object.is(left[i], right[i])) return false;
  return true;
}
