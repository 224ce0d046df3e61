import { randomFrom } from '../math/random.ts';
import { dailyReturns } from '../metrics/daily-returns.ts';
import type { RunReport } from '../model/run-record.ts';
import type { ArmMarket, ArmPlan } from './arm-runner.ts';
import { baselinePlans } from './baselines.ts';
import { type FinishedArm, recordComparedMetrics } from './compared-arms.ts';
import { drawFindings, trialsKnown } from './drawn-findings.ts';
import type { Host } from './host.ts';
import { type JudgedArm, judgeArms } from './judge-arms.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import { armMarketOf } from './market-plan.ts';
import type { TrainedLearner } from './meta-training.ts';
import { randomSchedule } from './random-schedule.ts';
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
    const trials = trialsKnown(store, identity, run.configHash);
    const { riskFreeRate, seed } = settings;
    const judging = { periodsPerYear: data.periodsPerYear, riskFreeRate, seed };
    run.writeVerdict(judgeArms(finished.map(judgedArm), { ...judging, trials: trials.count }));
    const found = finished.map(({ plan, outcome }) => ({ ...outcome, name: plan.name }));
    run.writeFindings(drawFindings(found, { ...judging, trials }));
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

function judgedArm({ plan, outcome }: FinishedArm): JudgedArm {
  const { day, value } = dailyReturns(outcome.equity);
  return { name: plan.name, role: plan.role, day, value };
}
