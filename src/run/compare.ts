import { type ArmReturns, compareArms } from '../evidence/compare-arms.ts';
import { summarizeVerdict } from '../evidence/summarize-verdict.ts';
import { randomFrom } from '../math/random.ts';
import { dailyReturns } from '../metrics/daily-returns.ts';
import type { VerdictSummary } from '../model/comparison.ts';
import type { RunReport } from '../model/run-record.ts';
import type { ArmMarket, ArmPlan } from './arm-runner.ts';
import { baselinePlans } from './baselines.ts';
import { type FinishedArm, recordComparedMetrics } from './compared-arms.ts';
import type { Host } from './host.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import { armMarketOf } from './market-plan.ts';
import type { TrainedLearner } from './meta-training.ts';
import { randomSchedule } from './random-schedule.ts';
import { recordPrices } from './record-prices.ts';
import { recordArm } from './recorded-arm.ts';
import { runLearner } from './run-learner.ts';
import { type RunResult, writeRunReport } from './run-result.ts';
import { type AnyPreparedRun, type RunRequest, withPreparedRun, withRun } from './session.ts';
import { sliceTimes } from './slice-times.ts';

/** A comparison that a user asks for. */
export interface CompareRequest extends RunRequest {
  /** The classical strategies to show beside the subject; see `loadBaselines`. */
  readonly baselines: readonly LoadedStrategy[];
}

/**
 * Runs a strategy as the subject, as its controls, and beside the baselines, all on the same bars, fills, costs and
 * seeds, and draws the verdict. A strategy without a learner has no controls and is judged against the baselines.
 */
export async function runCompare(request: CompareRequest, host: Host): Promise<RunResult> {
  const report = await withPreparedRun(request, 'compare', host, (prepared) =>
    compare(request, prepared, host),
  );
  const reportPath = request.reportFolder === null ? null : writeRunReport(report, request.reportFolder);
  return { report, storePath: request.storePath, reportPath };
}

function compare(request: CompareRequest, prepared: AnyPreparedRun, host: Host): Promise<RunReport> {
  const { settings, market, data, identity } = prepared;
  return withRun(request, identity, host, async (run, store) => {
    const random = randomFrom(settings.seed);
    const loaded = request.loaded.fresh();
    recordPrices(run, prepared);
    const trained = await runLearner({ prepared, loaded, run }, host);
    const armMarket = { ...armMarketOf(market), periodsPerYear: data.periodsPerYear };
    const finished: FinishedArm[] = [];
    const runPlan = async (plan: ArmPlan): Promise<void> => {
      finished.push({ plan, outcome: await recordArm(run, plan, armMarket, settings, host) });
    };
    await runPlan(subjectPlan(loaded, prepared, trained));
    const subject = finished[0]!;
    const chance = random.split('random-time').split('schedule');
    for (const plan of controlPlans(subject, armMarket, chance)) await runPlan(plan);
    for (const plan of baselinePlans(request.baselines, subject.plan.name)) await runPlan(plan);
    recordComparedMetrics(run, finished, { ...settings, periodsPerYear: data.periodsPerYear });
    host.progress('verdict', 0, 1);
    const trials = store.trials(identity.strategyName, identity.dataHash, run.configHash);
    run.writeVerdict(judge(finished, prepared, trials));
    run.complete();
    return store.report(run.runId);
  });
}

function subjectPlan(
  loaded: LoadedStrategy,
  prepared: AnyPreparedRun,
  trained: TrainedLearner | null,
): ArmPlan {
  const description = trained
    ? 'Meta-trained; adapts at each confirmed regime change.'
    : loaded.strategy.description;
  return {
    name: trained ? 'meta' : loaded.strategy.name,
    role: 'subject',
    description,
    loaded,
    parameters: prepared.parameters,
    policy: { kind: 'at-change' },
    learner: trained?.learner ?? null,
    past: trained?.past ?? [],
  };
}

/**
 * The arms that differ from the subject in when the learner adapts, and in nothing else: not even in what the subject
 * left behind in variables of its file.
 */
function controlPlans(
  { plan, outcome }: FinishedArm,
  market: ArmMarket,
  random: ReturnType<typeof randomFrom>,
): ArmPlan[] {
  if (!plan.learner) return [];
  const schedule = randomSchedule(outcome.adaptations, sliceTimes(market.series, market.testFrom), random);
  return [
    {
      ...plan,
      loaded: plan.loaded.fresh(),
      name: 'frozen',
      role: 'control',
      description: 'The same meta-trained learner; never adapts.',
      policy: { kind: 'never' },
    },
    {
      ...plan,
      loaded: plan.loaded.fresh(),
      name: 'random-time',
      role: 'control',
      description: 'The same meta-trained learner; adapts as often as meta did, at random times.',
      policy: { kind: 'at-times', schedule },
    },
  ];
}

/** Compares the subject with every other arm, on daily returns of the marks that the store holds. */
function judge(finished: readonly FinishedArm[], prepared: AnyPreparedRun, trials: number): VerdictSummary {
  const { settings, data } = prepared;
  const returns = finished.map(({ plan, outcome }): ArmReturns => {
    const { day, value } = dailyReturns(outcome.equity);
    return { name: plan.name, day, value };
  });
  const [subject, ...others] = returns;
  const { periodsPerYear } = data;
  const { riskFreeRate } = settings;
  const random = randomFrom(settings.seed).split('bootstrap');
  const comparisons = compareArms(subject!, others, { periodsPerYear, trials, riskFreeRate }, random);
  const withRole = (role: ArmPlan['role']) =>
    comparisons.filter(({ against }) =>
      finished.some(({ plan }) => plan.name === against && plan.role === role),
    );
  return summarizeVerdict({
    subject: subject!.name,
    controls: withRole('control'),
    baselines: withRole('baseline'),
    trials,
  });
}
