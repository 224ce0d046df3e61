import { randomFrom } from '../math/random.ts';
import type { StudyRecord, StudyScore } from '../model/study.ts';
import type { MetaLearner, Predictor, SampleSet } from '../strategy/learn/meta-learner.ts';
import type { LearnerSlot } from '../strategy/learner-slot.ts';
import { requireSlot } from './arm-learner.ts';
import type { Host } from './host.ts';
import { withExecutor } from './learning-executor.ts';
import { metaTrain } from './meta-training.ts';
import { pluginError } from './plugin-error.ts';
import { type PreparedRun, prepareRun, type RunRequest, withRun } from './session.ts';
import { type ShotTask, shotTasks } from './shot-tasks.ts';
import { usualContenders } from './usual-contenders.ts';

/** A study of how many rows of an unseen asset a learner needs. */
export interface ShotsRequest extends RunRequest {
  /** Numbers of support rows, rising, from 0; 0 stands for the initialisation. */
  readonly shots: readonly number[];
  /** Trainings of every learner, by seeds from that of the run on. */
  readonly seeds: number;
  /** The most tasks of one asset. */
  readonly tasksPerSymbol: number;
}

/** A finished study, read back from the store. */
export interface ShotsResult {
  readonly record: StudyRecord;
  readonly storePath: string;
  /** The learner of the strategy; the other contenders are compared with it. */
  readonly subject: string;
  readonly shots: readonly number[];
  readonly tasks: number;
  readonly assets: number;
}

/** The name of the strategy's own learner among the contenders. */
const SHOTS_SUBJECT = 'meta';

/**
 * Judges the learner of a strategy and its contenders by their forecasts on assets that none was trained on, after support
 * sets of several sizes: the same tasks, the same query rows and the loss of the strategy's learner for all. All are trained on
 * the training symbols before the test period, with tasks of one asset and these sizes. Recorded are, for every contender,
 * size and seed, the mean loss, the correlation of forecasts and labels, and the difference of loss to the subject's with a standard
 * error over assets.
 */
export async function runShots(request: ShotsRequest, host: Host): Promise<ShotsResult> {
  const prepared = prepareRun(request, 'study', host);
  const declared = requireSlot(request.loaded, prepared.parameters, prepared.settings);
  return withRun(request, withStudy(prepared, request), host, async (run, store, watched) => {
    const slot = { ...(await withExecutor(declared, watched)), ...oneAssetTasks(declared, request.shots) };
    const { test: series, testFrom } = prepared.market;
    const { shots, tasksPerSymbol } = request;
    const tasks = shotTasks({ slot, series, testFrom, shots, tasksPerSymbol });
    const contenders = { [SHOTS_SUBJECT]: slot.model, ...(slot.contenders ?? usualContenders(slot.model)) };
    for (let place = 0; place < request.seeds; place++) {
      const seed = prepared.settings.seed + place;
      const judged: Judged[] = [];
      for (const [name, model] of Object.entries(contenders)) {
        try {
          const learner = await trained({ ...slot, model }, prepared, seed, watched);
          judged.push({
            name,
            losses: lossesOf(learner, tasks, shots, judged[0]?.learner ?? learner),
            learner,
          });
        } catch (error) {
          throw pluginError(error, request.loaded);
        }
        watched.progress(`judging ${name}`, place + 1, request.seeds);
        await watched.breathe();
      }
      run.writeScores(judged.flatMap((one) => scoresOf(one, judged[0]!, { tasks, shots, seed })));
    }
    run.complete();
    const record = store.study(run.runId);
    const assets = new Set(tasks.map(({ symbol }) => symbol)).size;
    return {
      record,
      storePath: request.storePath,
      subject: SHOTS_SUBJECT,
      shots,
      tasks: tasks.length,
      assets,
    };
  });
}

function withStudy(
  { identity }: PreparedRun,
  { shots, seeds, tasksPerSymbol }: ShotsRequest,
): PreparedRun['identity'] {
  return {
    ...identity,
    settings: { ...identity.settings, study: { kind: 'shots', shots, seeds, tasksPerSymbol } },
  };
}

/** Tasks of one asset, with support sets of the sizes that are asked for. */
function oneAssetTasks(
  slot: LearnerSlot,
  shots: readonly number[],
): Pick<LearnerSlot, 'supportBars' | 'supportRowsMin' | 'tasks'> {
  const supportBars = shots.filter((count) => count > 0);
  return {
    supportBars: supportBars.length > 0 ? supportBars : slot.supportBars,
    supportRowsMin: 1,
    tasks: { ...slot.tasks, symbolsPerTask: 1 },
  };
}

async function trained(
  slot: LearnerSlot,
  { market }: PreparedRun,
  seed: number,
  host: Host,
): Promise<MetaLearner> {
  const random = randomFrom(seed).split('meta-training');
  return (await metaTrain(slot, market.train, random, host)).learner;
}

interface TaskLoss {
  readonly loss: number;
  readonly forecasts: Float64Array;
}

interface Judged {
  readonly name: string;
  readonly learner: MetaLearner;
  /** By number of shots, in the order of the tasks. */
  readonly losses: ReadonlyMap<number, readonly TaskLoss[]>;
}

function lossesOf(
  learner: MetaLearner,
  tasks: readonly ShotTask[],
  shots: readonly number[],
  judge: MetaLearner,
): ReadonlyMap<number, readonly TaskLoss[]> {
  return new Map(
    shots.map((count) => [
      count,
      tasks.map(({ supports, query }) => {
        const support = supports.get(count);
        const predictor = support ? learner.adapt(support, []).predictor : learner.initial();
        const loss = judge.lossOf?.(predictor, query) ?? squaredErrorMean(predictor, query);
        return { loss, forecasts: forecastsOf(predictor, query) };
      }),
    ]),
  );
}

function forecastsOf(
  predictor: Predictor,
  { rows, featureCount, features, symbols }: SampleSet,
): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    predictor.predict(features.subarray(row * featureCount, (row + 1) * featureCount), symbols?.[row]),
  );
}

function squaredErrorMean(predictor: Predictor, query: SampleSet): number {
  const forecasts = forecastsOf(predictor, query);
  return (
    forecasts.reduce(
      (sum, value, row) => sum + (value - query.labels[row]!) * (value - query.labels[row]!),
      0,
    ) / query.rows
  );
}

function scoresOf(
  { name, losses }: Judged,
  subject: Judged,
  {
    tasks,
    shots,
    seed,
  }: { readonly tasks: readonly ShotTask[]; readonly shots: readonly number[]; readonly seed: number },
): StudyScore[] {
  return shots.flatMap((count) => {
    const own = losses.get(count)!;
    const others = subject.losses.get(count)!;
    const differences = own.map(({ loss }, at) => loss - others[at]!.loss);
    const { mean, error } = clusteredMean(
      differences,
      tasks.map(({ symbol }) => symbol),
    );
    const score = (measure: string, value: number | null): StudyScore => ({
      contender: name,
      condition: `shots ${count}`,
      seed,
      measure,
      value,
    });
    return [
      score('loss', own.reduce((sum, { loss }) => sum + loss, 0) / own.length),
      score('correlation', correlation(own, tasks)),
      ...(name === subject.name
        ? []
        : [score('loss-difference', mean), score('loss-difference-error', error)]),
    ];
  });
}

/** The mean with its standard error over clusters, within which values may depend on each other; null for one cluster. */
function clusteredMean(
  values: readonly number[],
  clusters: readonly number[],
): { readonly mean: number; readonly error: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sums = new Map<number, number>();
  values.forEach((value, at) => {
    sums.set(clusters[at]!, (sums.get(clusters[at]!) ?? 0) + value - mean);
  });
  if (sums.size < 2) return { mean, error: null };
  const squares = [...sums.values()].reduce((sum, value) => sum + value * value, 0);
  return { mean, error: Math.sqrt((squares * sums.size) / (sums.size - 1)) / values.length };
}

/** Of all forecasts with their labels; null where one of them does not vary. */
function correlation(own: readonly TaskLoss[], tasks: readonly ShotTask[]): number | null {
  const forecasts = own.flatMap((one) => Array.from(one.forecasts));
  const labels = tasks.flatMap(({ query }) => Array.from(query.labels.subarray(0, query.rows)));
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centre, middle] = [meanOf(forecasts), meanOf(labels)];
  let [product, squares, others] = [0, 0, 0];
  forecasts.forEach((value, at) => {
    product += (value - centre) * (labels[at]! - middle);
    squares += (value - centre) * (value - centre);
    others += (labels[at]! - middle) * (labels[at]! - middle);
  });
  // What rounding leaves of forecasts that are all alike is no variation.
  return squares > 1e-20 * forecasts.length && others > 0 ? product / Math.sqrt(squares * others) : null;
}
