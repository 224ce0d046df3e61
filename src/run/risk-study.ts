import { BarFeed } from '../market/bar-feed.ts';
import { randomFrom } from '../math/random.ts';
import type { BarSeries } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { StudyRecord } from '../model/study.ts';
import { LearnerHost } from '../strategy/learner-host.ts';
import type { AdaptationPolicy, LearnerSlot } from '../strategy/learner-slot.ts';
import { quantileTailRisk, type TailRisk } from '../strategy/volatility/tail-risk.ts';
import { requireSlot } from './arm-learner.ts';
import type { Host } from './host.ts';
import { withExecutor } from './learning-executor.ts';
import { metaTrain, type TrainedLearner } from './meta-training.ts';
import { pluginError } from './plugin-error.ts';
import { CLASSICAL_RISK, type RiskModel } from './risk-models.ts';
import { type JudgedRisk, riskScores } from './risk-scores.ts';
import { type PreparedRun, prepareRun, type RunRequest, withRun } from './session.ts';

/** A study of forecasts of risk. */
export interface RiskRequest extends RunRequest {
  /** Probabilities of the tails that are forecast. */
  readonly tails: readonly number[];
  /** Trainings of the learner, by seeds from that of the run on. */
  readonly seeds: number;
}

/** A finished study, read back from the store. */
export interface RiskResult {
  readonly record: StudyRecord;
  readonly storePath: string;
  readonly tails: readonly number[];
}

/** How the learner of the strategy runs; the first is the subject. */
const POLICIES: readonly (readonly [name: string, policy: AdaptationPolicy])[] = [
  ['meta', { kind: 'at-change' }],
  ['frozen', { kind: 'never' }],
];

/** By model and tail, forecasts by `symbol × slices + slice`. */
type Forecasts = Map<string, (TailRisk | null)[][]>;

/**
 * Judges forecasts of value at risk and expected shortfall, one bar ahead, of every traded symbol: the learner of the strategy,
 * adapting at confirmed changes and never, beside exponentially weighted volatility, GARCH(1,1) and historical simulation. All are
 * judged on the symbols and days for which all have a forecast. E_PLUGIN_SHAPE unless the learner predicts quantiles of the return
 * from one close to the next.
 */
export async function runRiskStudy(request: RiskRequest, host: Host): Promise<RiskResult> {
  const prepared = prepareRun(request, 'study', host);
  const declared = requireSlot(request.loaded, prepared.parameters);
  requireTailLearner(declared, request);
  const { tails, seeds } = request;
  const settings = { ...prepared.identity.settings, study: { kind: 'risk', tails, seeds } };
  return withRun(request, { ...prepared.identity, settings }, host, async (run, store, watched) => {
    const slot = await withExecutor(declared, watched);
    const classical = await classicalForecasts(prepared, tails, watched);
    for (let place = 0; place < seeds; place++) {
      const seed = prepared.settings.seed + place;
      const forecasts: Forecasts = new Map();
      try {
        const random = randomFrom(seed).split('meta-training');
        const trained = await metaTrain(slot, prepared.market.train, random, watched);
        for (const [name, policy] of POLICIES) {
          forecasts.set(name, learnerForecasts({ slot, policy, trained }, prepared, tails, watched));
          await watched.breathe();
        }
      } catch (error) {
        throw pluginError(error, request.loaded);
      }
      for (const [name, own] of classical) forecasts.set(name, own);
      for (const [at, tail] of tails.entries()) {
        const judged = judgedAlike(forecasts, at, prepared);
        for (const [contender, risks] of judged) {
          const scores = riskScores(risks, judged.get(POLICIES[0]![0])!, tail);
          run.writeScores(scores.map((score) => ({ ...score, contender, condition: `tail ${tail}`, seed })));
        }
      }
    }
    run.complete();
    return { record: store.study(run.runId), storePath: request.storePath, tails };
  });
}

function requireTailLearner(
  { model, labelHorizonBars, labelFrom }: LearnerSlot,
  { loaded, tails }: RiskRequest,
): void {
  const levels = model.settings['quantiles'];
  const isQuantile = model.settings['loss'] === 'quantiles' && Array.isArray(levels);
  const lowest = isQuantile ? Math.min(...(levels as number[])) : Number.POSITIVE_INFINITY;
  if (isQuantile && labelHorizonBars === 1 && labelFrom === 'close' && tails.every((tail) => tail >= lowest))
    return;
  throw new RegimetaError('E_PLUGIN_SHAPE', {
    place: `${loaded.strategy.name} learner`,
    rule: `a study of risk needs a learner with loss 'quantiles', the lowest at most ${Math.min(...tails)}, labelHorizonBars 1 and labelFrom 'close'`,
    found: JSON.stringify({ loss: model.settings['loss'], quantiles: levels, labelHorizonBars, labelFrom }),
    repair: 'See strategies/meta-risk.ts',
  });
}

interface RunningLearner {
  readonly slot: LearnerSlot;
  readonly policy: AdaptationPolicy;
  readonly trained: TrainedLearner;
}

/** The forecasts of a learner as it runs through the bars, adapting by its policy from the test period on. */
function learnerForecasts(
  { slot, policy, trained }: RunningLearner,
  { market }: PreparedRun,
  tails: readonly number[],
  host: Host,
): (TailRisk | null)[][] {
  const feed = new BarFeed(market.test);
  const { learner, past } = trained;
  const stopwatch = (): number => host.elapsedMs();
  const running = new LearnerHost({
    slot,
    policy,
    learner,
    past,
    symbolCount: market.test.length,
    stopwatch,
  });
  const levels = slot.model.settings['quantiles'] as readonly number[];
  const found = tails.map((): (TailRisk | null)[] => Array(market.test.length * feed.sliceCount).fill(null));
  while (feed.next()) {
    const { slice } = feed;
    running.observe(slice);
    if (slice.time < market.testFrom) continue;
    if (running.detectChange()) running.changeRecorded(slice.index);
    running.adapt();
    for (let symbol = 0; symbol < market.test.length; symbol++) {
      const quantiles = slice.fresh[symbol] === 1 ? running.quantiles(symbol) : null;
      if (quantiles === null) continue;
      const volatility = running.volatility(symbol)!;
      for (const [at, tail] of tails.entries()) {
        const { valueAtRisk, expectedShortfall } = quantileTailRisk(levels, quantiles, tail);
        found[at]![symbol * feed.sliceCount + slice.index] = {
          valueAtRisk: valueAtRisk * volatility,
          expectedShortfall: expectedShortfall * volatility,
        };
      }
    }
  }
  return found;
}

async function classicalForecasts(
  { market }: PreparedRun,
  tails: readonly number[],
  host: Host,
): Promise<Forecasts> {
  const forecasts: Forecasts = new Map();
  for (const [name, create] of Object.entries(CLASSICAL_RISK)) {
    const feed = new BarFeed(market.test);
    const models = market.test.map(create);
    const closes = new Float64Array(market.test.length).fill(Number.NaN);
    const found = tails.map((): (TailRisk | null)[] =>
      Array(market.test.length * feed.sliceCount).fill(null),
    );
    while (feed.next()) {
      const { slice } = feed;
      for (const [symbol, model] of models.entries()) {
        if (slice.fresh[symbol] === 0) continue;
        takeClose(model, closes, symbol, slice.close[symbol]!);
        if (slice.time < market.testFrom) continue;
        for (const [at, tail] of tails.entries()) {
          found[at]![symbol * feed.sliceCount + slice.index] = model.forecast(tail);
        }
      }
      if (slice.index % 256 !== 0) continue;
      host.progress(`forecasts of ${name}`, slice.index, feed.sliceCount);
      await host.breathe();
    }
    forecasts.set(name, found);
  }
  return forecasts;
}

function takeClose(model: RiskModel, closes: Float64Array, symbol: number, close: number): void {
  const before = closes[symbol]!;
  closes[symbol] = close;
  if (!Number.isNaN(before)) model.update(Math.log(close / before));
}

/** Of one tail, the forecasts of every model for the symbols and days for which all have one, with the return that followed. */
function judgedAlike(forecasts: Forecasts, tail: number, { market }: PreparedRun): Map<string, JudgedRisk[]> {
  const judged = new Map([...forecasts.keys()].map((name) => [name, [] as JudgedRisk[]]));
  const columns = [...forecasts].map(([name, byTail]) => [name, byTail[tail]!] as const);
  const returns = nextReturns(market.test);
  returns.forEach((value, at) => {
    if (Number.isNaN(value) || columns.some(([, column]) => column[at] == null)) return;
    const slices = returns.length / market.test.length;
    const [symbol, day] = [Math.floor(at / slices), at % slices];
    for (const [name, column] of columns) judged.get(name)!.push({ symbol, day, value, ...column[at]! });
  });
  return judged;
}

/** By `symbol × slices + slice` the log return from this close to that of the next slice; NaN where one of them has no bar. */
function nextReturns(series: readonly BarSeries[]): Float64Array {
  const feed = new BarFeed(series);
  const slices = feed.sliceCount;
  const returns = new Float64Array(series.length * slices).fill(Number.NaN);
  const closes = new Float64Array(series.length).fill(Number.NaN);
  while (feed.next()) {
    const { slice } = feed;
    for (let symbol = 0; symbol < series.length; symbol++) {
      const close = slice.fresh[symbol] === 1 ? slice.close[symbol]! : Number.NaN;
      if (slice.index > 0) returns[symbol * slices + slice.index - 1] = Math.log(close / closes[symbol]!);
      closes[symbol] = close;
    }
  }
  return returns;
}
