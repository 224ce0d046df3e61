import { randomFrom } from '../math/random.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { ArmWriter } from '../store/arm-writer.ts';
import type { RunWriter } from '../store/run-writer.ts';
import type { LearnerSlot } from '../strategy/learner-slot.ts';
import type { ArmJob, ArmResult, SavedTraining, Successor } from './arm-job.ts';
import { learnerSlotOf, trainLearner } from './arm-learner.ts';
import { baselineJobs } from './baselines.ts';
import type { ChosenArms } from './comparison-arms.ts';
import {
  type ControlMaterial,
  type ControlName,
  controlIdentity,
  controlJob,
  leftOutControls,
} from './control-arms.ts';
import type { Host } from './host.ts';
import type { JobRunner } from './job-runner.ts';
import { writeCheckpoint } from './learner-checkpoint.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import { savedTraining } from './perform-job.ts';
import type { AnyPreparedRun } from './session.ts';
import { sliceTimes } from './slice-times.ts';
import type { WalkForwardFold } from './walk-forward.ts';

/** What a comparison is made of. */
export interface ComparisonParts {
  readonly prepared: AnyPreparedRun;
  readonly arms: ChosenArms;
  readonly loaded: LoadedStrategy;
  /** The trainings of each seed, one after the other in time: one of a comparison that does not walk forward. */
  readonly folds: readonly WalkForwardFold[];
  readonly run: RunWriter;
  readonly runner: JobRunner;
  readonly host: Host;
}

/** An arm that has run. */
export interface RanArm extends ArmResult {
  readonly job: ArmJob;
  readonly journalHash: string;
}

/** An arm that has run and is recorded. */
export interface FinishedArm extends RanArm {
  readonly armId: number;
}

/** What the trainings of a seed came to. */
interface Learned {
  readonly training: SavedTraining;
  readonly successors: readonly Successor[];
}

/** The arms of one seed. */
interface SeedPlan {
  readonly subject: ArmJob;
  readonly controls: readonly ControlName[];
  readonly baselines: readonly ArmJob[];
  readonly writers: ReadonlyMap<string, ArmWriter>;
}

/** Runs and records the arms of a comparison: the trainings, the subject, what depends on it, and the baselines. */
export class ComparisonRun {
  readonly #parts: ComparisonParts;
  readonly #times: Float64Array;
  /** Null for a strategy without a learner. */
  readonly #slot: LearnerSlot | null;

  constructor(parts: ComparisonParts) {
    this.#parts = parts;
    this.#slot = learnerSlotOf(parts.loaded.fresh(), parts.prepared.parameters, parts.prepared.settings);
    this.#times = sliceTimes(parts.prepared.market.test, Number.NEGATIVE_INFINITY);
  }

  /** Runs all arms with each seed, the baselines with the first one alone; in the order in which they are recorded. */
  async runArms(seeds: readonly number[]): Promise<FinishedArm[]> {
    const trainings = seeds.map((seed) => observed(this.#train(seed)));
    const controls = this.#controls(await trainings[0]!);
    const plans = seeds.map((seed, i) => this.#begin(seed, controls, i === 0));
    this.#expect(plans);
    const runs = plans.map(async (plan, i) => this.#runSeed(plan, await trainings[i]!));
    return (await Promise.all(runs)).flat();
  }

  #expect(plans: readonly SeedPlan[]): void {
    const { prepared, runner, folds } = this.#parts;
    const trained = this.#slot !== null && prepared.checkpoint === null;
    const trainings = trained ? plans.length * folds.length : 0;
    const arms = plans.reduce((sum, { writers }) => sum + writers.size, 0);
    if (plans.length > 1 || folds.length > 1) runner.expect(trainings + arms);
  }

  /** Trains the learner with a seed, or takes that of the checkpoint, and records it; null without a learner. */
  async #train(seed: number): Promise<Learned | null> {
    const { prepared, run, runner, folds } = this.#parts;
    const { checkpoint, identity, settings } = prepared;
    const trainings = await Promise.all(
      folds.map(({ period }) =>
        checkpoint === null ? runner.train({ seed, ...period }) : this.#restored(seed),
      ),
    );
    const learned = folds.flatMap(({ inUseFrom }, fold) => {
      const training = trainings[fold];
      if (!training) return [];
      run.writeTraining(training.record, { seed, fold, inUseFrom });
      return [{ from: inUseFrom ?? Number.NEGATIVE_INFINITY, training }];
    });
    const [first, ...successors] = learned;
    if (first === undefined) return null;
    if (settings.saveCheckpoint !== undefined && seed === identity.seed)
      writeCheckpoint(settings.saveCheckpoint, first.training, identity);
    return { training: first.training, successors };
  }

  async #restored(seed: number): Promise<SavedTraining | null> {
    const { prepared, loaded, host } = this.#parts;
    const { parameters, settings, checkpoint } = prepared;
    const random = randomFrom(seed).split('meta-training');
    const source = { loaded: loaded.fresh(), parameters, settings, checkpoint };
    const trained = await trainLearner(source, [], random, host);
    return trained && savedTraining(trained);
  }

  /** The controls that apply, by what a training says of the learner; the others are recorded as left out. */
  #controls(learned: Learned | null): readonly ControlName[] {
    const { prepared, arms, loaded, run } = this.#parts;
    if (learned === null) {
      const reason = `${loaded.strategy.name} has no learner`;
      if (arms.recorded !== null) run.writeLeftOut(arms.controls.map((arm) => ({ arm, reason })));
      return [];
    }
    const { changePoints } = prepared.data;
    const leftOut = leftOutControls(arms.controls, {
      slot: this.#slot!,
      training: learned.training,
      changePoints,
    });
    run.writeLeftOut(leftOut);
    return arms.controls.filter((name) => leftOut.every(({ arm }) => arm !== name));
  }

  /** Begins the arms of a seed, so that they stand in the store in this order, whichever of them ends first. */
  #begin(seed: number, controls: readonly ControlName[], hasBaselines: boolean): SeedPlan {
    const { prepared, run, arms } = this.#parts;
    const { test, sessions } = prepared.market;
    const symbols = test.map(({ symbol }) => symbol);
    const days = sessions?.clock ?? undefined;
    const subject = this.#subject(seed);
    const baselines = hasBaselines ? baselineJobs(arms.baselines, subject) : [];
    const described = controls.map((name) => controlIdentity(name, this.#slot!));
    const writers = new Map(
      [subject, ...described, ...baselines].map(({ name, role, description }) => [
        name,
        run.beginArm({ name, role, description, seed, symbols, days }),
      ]),
    );
    return { subject, controls, baselines, writers };
  }

  /** The subject without its learner, which is known once it is trained. */
  #subject(seed: number): ArmJob {
    const { prepared, loaded, folds } = this.#parts;
    const { name, description } = loaded.strategy;
    const anew = folds.length > 1 ? ` anew before each of ${folds.length} parts of the test period` : '';
    return {
      name: this.#slot ? 'meta' : name,
      role: 'subject',
      description: this.#slot ? `Meta-trained${anew}; adapts at each confirmed regime change.` : description,
      strategy: 0,
      parameters: prepared.parameters,
      seed,
      policy: { kind: 'at-change' },
      learner: null,
    };
  }

  /** What controls take from the market and the strategy; null for a strategy without a learner. */
  get material(): Pick<ControlMaterial, 'slot' | 'changePoints' | 'times' | 'testFrom'> | null {
    const { market, data } = this.#parts.prepared;
    const { changePoints } = data;
    return this.#slot && { slot: this.#slot, changePoints, times: this.#times, testFrom: market.testFrom };
  }

  async #runSeed(plan: SeedPlan, learned: Learned | null): Promise<FinishedArm[]> {
    const learner = learned && ({ kind: 'trained', ...learned } as const);
    const subject = { ...plan.subject, learner };
    const running = this.#runArm(subject, plan);
    const baselines = observed(Promise.all(plan.baselines.map((job) => this.#runArm(job, plan))));
    const finished = await running;
    const controls = learned ? this.#controlJobs(finished, plan, learned.training) : [];
    const others = await Promise.all(controls.map((job) => this.#runArm(job, plan)));
    return [finished, ...others, ...(await baselines)];
  }

  #controlJobs(subject: FinishedArm, { controls }: SeedPlan, training: SavedTraining): ArmJob[] {
    const { job, adaptations } = subject;
    const material = { ...this.material!, training, subject: job, adaptations };
    return controls.map((name) => controlJob(name, material));
  }

  async #runArm(job: ArmJob, { writers }: SeedPlan): Promise<FinishedArm> {
    const writer = writers.get(job.name)!;
    const result = await this.#parts.runner.arm(job, writer);
    const journalHash = writer.finish([], { ...result.metrics, ...result.customMetrics }, result.balances);
    if (result.journalHash !== null && result.journalHash !== journalHash) throw differing(job.name);
    return { ...result, job, armId: writer.armId, journalHash };
  }
}

/** What another thread sent is not what happened there. */
function differing(name: string): RegimetaError {
  const rule = 'an arm that ran in another thread is recorded as it was';
  return new RegimetaError('E_INVARIANT', { place: `arm ${name}`, rule });
}

/** The same promise; that it may fail before anybody waits for it is no error of its own. */
function observed<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  return work;
}
