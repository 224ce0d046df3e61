import type { AdaptationReport, AdaptationTrigger, RegimeChanged, Unplaced } from '../model/event.ts';
import type { SettledForecasts } from '../model/forecast.ts';
import type { MarketSlice } from '../model/market-slice.ts';
import type { EpochMs } from '../model/time.ts';
import { type AdaptationSettings, adaptationOf } from './adaptation-settings.ts';
import { createdDetector } from './created-detector.ts';
import type { Segment } from './episode-sampler.ts';
import { isFalseAlarm, type WatchedChange } from './false-alarm-watch.ts';
import type { FeatureSet } from './features/feature-set.ts';
import { ForecastLog } from './forecast-log.ts';
import { joinedSupport } from './joined-support.ts';
import { blendedPredictor } from './learn/blended-predictor.ts';
import type { MetaLearner, Predictor } from './learn/meta-learner.ts';
import type { AdaptationPolicy, LearnerSlot, ScheduledAdaptation } from './learner-slot.ts';
import type { RegimeDetector } from './regime/regime-detector.ts';
import { REGIME_MEMORY_DEFAULTS, RegimeMemory } from './regime-memory.ts';
import { rememberedWindow } from './remembered-window.ts';
import { type CollectedTask, SampleMemory } from './sample-memory.ts';
import type { SuccessiveLearner } from './successive-learner.ts';
import { supportHash } from './support-hash.ts';
import { variesAtAll } from './support-variation.ts';
import { taskPoint } from './task-point.ts';

/** What a strategy may know of the present regime. */
export interface RegimeView {
  /** Counted from 0, the regime before the first confirmed change of the run. */
  readonly number: number;
  /** Whether a change was confirmed at this very slice. */
  readonly changed: boolean;
  /** The estimated beginning of the present regime; null before the first confirmed change. */
  readonly changedAt: EpochMs | null;
  /** The detector's posterior probability of a change within its confirmation window. */
  readonly changeProbability: number;
}

/** How a host is set up. `learner` is meta-trained already, and is never changed by the host. */
export interface LearnerHostSettings {
  readonly slot: LearnerSlot;
  readonly policy: AdaptationPolicy;
  readonly learner: MetaLearner;
  /** Learners that take its place one after the other, each from a time on, rising; none where left out. */
  readonly successors?: readonly SuccessiveLearner[];
  /** What the training remembered, oldest first; nothing where left out. */
  readonly past?: readonly CollectedTask[];
  readonly symbolCount: number;
  /** Milliseconds of a monotonic clock, for the wall time of adaptations. */
  readonly stopwatch: () => number;
  /** Takes predictions once their labels are known; they are not kept where left out. */
  readonly takeForecasts?: (forecasts: SettledForecasts) => void;
}

/** A confirmed change that can be taken back, and the parameters from before it. */
interface Revertible extends WatchedChange {
  readonly regimeSequence: number;
  readonly predictor: Predictor;
}

interface DueSupport {
  readonly regimeSequence: number;
  /** The number of the slice in which the regime is thought to begin. */
  readonly changedSlice: number;
  /** The index in `supportBars` of the next adaptation. */
  stage: number;
}

/** Runs features, detector and learner inside the event loop, and adapts by the policy of the arm. */
export class LearnerHost {
  readonly #settings: LearnerHostSettings;
  readonly #features: FeatureSet;
  readonly #detector: RegimeDetector;
  readonly #memory: SampleMemory;
  readonly #regimes: RegimeMemory;
  readonly #forecasts: ForecastLog | null;
  readonly #observation: Float64Array;
  readonly #row: Float64Array;
  readonly #schedule: Map<EpochMs, number>;
  #learner: MetaLearner;
  #successors: readonly SuccessiveLearner[];
  #predictor: Predictor;
  #time: EpochMs = Number.NaN;
  #observed = false;
  #due: DueSupport | null = null;
  #superseded: DueSupport | null = null;
  readonly #adaptations: ScheduledAdaptation[] = [];
  readonly #adaptation: AdaptationSettings;
  /** The slices of the adaptations that the budget counts. */
  readonly #spent: number[] = [];
  #revertible: Revertible | null = null;
  /** The first slice of the regime before the present one, and what the detector called it. */
  #firstBefore = 0;
  #regimeBefore = 0;
  #regimeNow = 0;
  #changedSlice = -1;
  /** Whether a change was confirmed that nobody asked for yet; one that is never asked for lies before the test period. */
  #isUnread = false;
  #regime = { number: 0, changed: false, changedAt: null as EpochMs | null };

  constructor(settings: LearnerHostSettings) {
    const { slot, policy, learner, symbolCount } = settings;
    this.#settings = settings;
    this.#adaptation = adaptationOf(slot.adaptation);
    this.#features = slot.features.create(symbolCount);
    this.#detector = createdDetector(slot.detector, this.#features.observationNames.length);
    this.#memory = new SampleMemory({
      capacity: Math.max(...slot.supportBars, MEMORY_SLICES_MIN) + slot.labelHorizonBars + 1,
      symbolCount,
      featureCount: this.#features.names.length,
      labelHorizonBars: slot.labelHorizonBars,
      labelFrom: slot.labelFrom,
    });
    this.#forecasts = settings.takeForecasts
      ? new ForecastLog({
          symbolCount,
          labelHorizonBars: slot.labelHorizonBars,
          memory: this.#memory,
          take: settings.takeForecasts,
        })
      : null;
    this.#regimes = new RegimeMemory({ ...REGIME_MEMORY_DEFAULTS, ...slot.memory }, settings.past);
    this.#observation = new Float64Array(this.#features.observationNames.length);
    this.#row = new Float64Array(this.#features.names.length);
    const schedule = policy.kind === 'at-times' ? policy.schedule : [];
    this.#schedule = new Map(schedule.map(({ time, supportBars }) => [time, supportBars]));
    this.#learner = learner;
    this.#successors = settings.successors ?? [];
    this.#predictor = learner.initial();
  }

  /** Takes the next slice into features and memory. */
  observe(slice: MarketSlice): void {
    if (this.#isUnread) this.#turn();
    this.#time = slice.time;
    if (this.#successors.length > 0) this.#succeed();
    this.#features.update(slice);
    this.#memory.push(slice, this.#features);
    this.#forecasts?.settle();
    this.#observed = this.#features.observe(this.#observation);
    if (this.#observed) this.#detector.update(this.#observation);
    // What a training remembered is later than any regime of the warm-up, and the memory goes by time.
    const isBlank = (this.#settings.past?.length ?? 0) === 0;
    this.#isUnread = isBlank && this.#observed && this.#detector.confirmed;
  }

  /** Ends the regime before the change just confirmed; how long ago that is thought to have begun. */
  #turn(): number {
    const present = this.#memory.pushed - 1;
    const lagBars = Math.min(this.#detector.runLength - 1, present - this.#memory.oldest);
    const regime = { first: Math.max(0, this.#changedSlice), end: present - lagBars };
    this.#firstBefore = regime.first;
    this.#changedSlice = present - lagBars;
    this.#remember(regime);
    this.#isUnread = false;
    return lagBars;
  }

  /** The change that the last observation confirmed, or null. */
  detectChange(): Unplaced<RegimeChanged> | null {
    this.#regime.changed = this.#observed && this.#detector.confirmed;
    this.#regimeBefore = this.#regimeNow;
    this.#regimeNow = this.#detector.regime ?? 0;
    if (!this.#regime.changed) return null;
    const lagBars = this.#turn();
    this.#regime.number++;
    this.#regime.changedAt = this.#memory.timeOf(this.#changedSlice);
    return {
      kind: 'regime-changed',
      regimeFrom: this.#regime.number - 1,
      regimeTo: this.#regime.number,
      changedAt: this.#regime.changedAt,
      lagBars,
      probability: this.#detector.changeProbability,
      detector: this.#detector.name,
    };
  }

  /** Under the policy `at-change`, makes the adaptations to the change just confirmed due. */
  changeRecorded(regimeSequence: number): void {
    if (this.#settings.policy.kind !== 'at-change') return;
    // A model of states that goes back to the state before takes the change back; there is nothing new to adapt to.
    if (this.#isTakenBack()) return;
    this.#superseded = this.#due;
    this.#due = { regimeSequence, changedSlice: this.#changedSlice, stage: 0 };
    this.#revertible = {
      regimeSequence,
      predictor: this.#predictor,
      confirmedSlice: this.#memory.pushed - 1,
      changedSlice: this.#changedSlice,
      firstBefore: this.#firstBefore,
      regimeBefore: this.#regimeBefore,
    };
  }

  /** Adapts where it is due, on rows whose labels are all known by now. */
  adapt(): readonly AdaptationReport[] {
    if (this.#settings.policy.kind === 'never') return NOTHING;
    if (this.#settings.policy.kind === 'at-times') return this.#adaptOnSchedule();
    if (this.#isTakenBack()) return this.#revert();
    const superseded = this.#superseded ? [this.#skip(this.#superseded, 'superseded')] : NOTHING;
    this.#superseded = null;
    const adapted = this.#adaptToChange();
    return adapted ? [...superseded, adapted] : superseded;
  }

  /** What the end of the data left undone. */
  finish(): readonly AdaptationReport[] {
    return this.#due ? [this.#skip(this.#due, 'end-of-data')] : NOTHING;
  }

  /** The adaptations that took place so far, as a schedule that another arm can follow. */
  get adaptations(): readonly ScheduledAdaptation[] {
    return this.#adaptations;
  }

  get regime(): RegimeView {
    return { ...this.#regime, changeProbability: this.#detector.changeProbability };
  }

  /**
   * The predicted label of the symbol at this slice: its return over the label horizon in units of volatility.
   * Null where the symbol has no bar, not enough of a past, or a feature that is not finite.
   */
  prediction(symbolIndex: number): number | null {
    if (!this.#features.ready(symbolIndex)) return null;
    this.#features.write(symbolIndex, this.#row, 0);
    const predicted = this.#predictor.predict(this.#row, symbolIndex);
    if (!Number.isFinite(predicted)) return null;
    this.#forecasts?.note(symbolIndex, predicted);
    return predicted;
  }

  /** The predicted quantiles of the label, where `prediction` says something and the learner predicts them; else null. */
  quantiles(symbolIndex: number): Float64Array | null {
    if (this.prediction(symbolIndex) === null) return null;
    const predicted = this.#predictor.quantiles?.(this.#row) ?? null;
    return predicted?.every(Number.isFinite) ? predicted : null;
  }

  /** The symbol's volatility of one-slice log returns; null where it is not ready. */
  volatility(symbolIndex: number): number | null {
    return this.#features.ready(symbolIndex) ? this.#features.volatility(symbolIndex) : null;
  }

  #adaptToChange(): AdaptationReport | null {
    const due = this.#due;
    if (!due) return null;
    const { supportBars } = this.#settings.slot;
    const known = this.#memory.lastLabelled - due.changedSlice + 1;
    if (known < supportBars[due.stage]!) return null;
    while (due.stage + 1 < supportBars.length && known >= supportBars[due.stage + 1]!) due.stage++;
    const report = this.#isBudgetSpent()
      ? this.#skip(due, 'budget-spent')
      : this.#learn(supportBars[due.stage]!, 'regime-change', due.regimeSequence);
    if (report.kind === 'adapted') this.#spent.push(this.#memory.pushed);
    due.stage++;
    if (due.stage === supportBars.length) this.#due = null;
    return report;
  }

  /** Whether so many adaptations took place within the last slices that no more may. */
  #isBudgetSpent(): boolean {
    const { budget, budgetBars } = this.#adaptation;
    while (this.#spent.length > 0 && this.#memory.pushed - this.#spent[0]! >= budgetBars) this.#spent.shift();
    return budget !== null && this.#spent.length >= budget;
  }

  #isTakenBack(): boolean {
    const { revertBars } = this.#adaptation;
    if (revertBars === 0 || this.#revertible === null || !this.#observed) return false;
    return isFalseAlarm(this.#revertible, this.#detector, { slice: this.#memory.pushed - 1, revertBars });
  }

  /** Goes back to the parameters from before the change; what was still due to it is skipped. */
  #revert(): readonly AdaptationReport[] {
    const { regimeSequence, predictor } = this.#revertible!;
    const skipped = this.#due ? [this.#skip(this.#due, 'false-alarm')] : NOTHING;
    this.#due = null;
    this.#revertible = null;
    if (predictor === this.#predictor) return skipped;
    const parametersBefore = this.#predictor.parametersHash;
    this.#predictor = predictor;
    return [
      ...skipped,
      {
        kind: 'adaptation-reverted',
        trigger: 'false-alarm',
        regimeSequence,
        learner: this.#learner.name,
        parametersBefore,
        parametersAfter: predictor.parametersHash,
      },
    ];
  }

  #adaptOnSchedule(): readonly AdaptationReport[] {
    const bars = this.#schedule.get(this.#time);
    return bars === undefined ? NOTHING : [this.#learn(bars, 'schedule', null)];
  }

  #learn(bars: number, trigger: AdaptationTrigger, regimeSequence: number | null): AdaptationReport {
    const { slot, stopwatch } = this.#settings;
    const learner = this.#learner;
    const last = this.#memory.lastLabelled;
    const first = last - bars + 1;
    const skipped = { kind: 'adaptation-skipped', trigger, regimeSequence, learner: learner.name } as const;
    if (first < this.#memory.oldest) return { ...skipped, reason: 'support-too-small', rows: 0 };
    const support = this.#memory.collectTask(first, last, null);
    const { rows, rowsMasked } = support;
    if (rows < slot.supportRowsMin) {
      return { ...skipped, reason: rowsMasked > 0 ? 'features-not-finite' : 'support-too-small', rows };
    }
    if (rows > 1 && !variesAtAll(support)) return { ...skipped, reason: 'features-constant', rows };
    const parametersBefore = this.#predictor.parametersHash;
    const startMs = stopwatch();
    const { pastTasks, shrinkage } = this.#adaptation;
    const past = this.#regimes.recall(this.#time);
    const joined = joinedSupport(support, past, pastTasks);
    const adaptation = learner.adapt(joined.support, past);
    const wallMs = stopwatch() - startMs;
    if (adaptation.diverged) return { ...skipped, reason: 'diverged', rows };
    const weight = bars / (bars + shrinkage);
    this.#predictor = blendedPredictor(learner.initial(), adaptation.predictor, weight);
    this.#adaptations.push({ time: this.#time, supportBars: bars });
    return {
      kind: 'adapted',
      trigger,
      regimeSequence,
      learner: learner.name,
      support: {
        from: support.from,
        to: support.to,
        labelsKnownAt: support.labelsKnownAt,
        rows: joined.support.rows,
        hash: supportHash(joined.support),
      },
      steps: adaptation.steps,
      lossBefore: adaptation.lossBefore,
      lossAfter: adaptation.lossAfter,
      gradientNorm: adaptation.gradientNorm,
      parametersBefore,
      parametersAfter: this.#predictor.parametersHash,
      wallMs,
      weight,
      pastTasks: joined.tasks,
      embedding: taskPoint(adaptation, learner, support),
    };
  }

  /** Puts the learner in use whose time has come, as it was trained: what the one before adapted to is forgotten. */
  #succeed(): void {
    while (this.#successors.length > 0 && this.#time >= this.#successors[0]!.from) {
      this.#learner = this.#successors[0]!.learner;
      this.#predictor = this.#learner.initial();
      // What a false alarm would go back to belongs to the learner before.
      this.#revertible = null;
      this.#successors = this.#successors.slice(1);
    }
  }

  /** Takes the regime that has just ended into the memory, for learners that use it. */
  #remember(regime: Segment): void {
    const { slot } = this.#settings;
    const isUsed = this.#learner.usesPast || this.#adaptation.pastTasks > 0;
    const window = isUsed ? rememberedWindow(regime, slot, this.#memory.oldest) : null;
    if (!window) return;
    const task = this.#memory.collectTask(window.first, window.last, null);
    // A change that is confirmed early in the test period may end a regime of the warm-up, which the training knows.
    if (task.labelsKnownAt < (this.#settings.past?.at(-1)?.labelsKnownAt ?? 0)) return;
    this.#regimes.remember(task);
  }

  #skip(due: DueSupport, reason: WithoutRows): AdaptationReport {
    const { name } = this.#learner;
    const rows = 0;
    const trigger = 'regime-change';
    return {
      kind: 'adaptation-skipped',
      trigger,
      regimeSequence: due.regimeSequence,
      learner: name,
      reason,
      rows,
    };
  }
}

/** Reasons that are known before any row is looked at. */
type WithoutRows = 'superseded' | 'end-of-data' | 'false-alarm' | 'budget-spent';

/** Slices of memory that let an estimated change lie well before its confirmation. */
const MEMORY_SLICES_MIN = 256;

const NOTHING: readonly AdaptationReport[] = Object.freeze([]);
