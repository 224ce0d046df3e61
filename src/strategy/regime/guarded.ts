import { z } from 'zod';
import { ChangeReview } from './change-review.ts';
import { checkedSettings } from './checked-settings.ts';
import { type CoreReading, type DetectorCore, FramedDetector } from './framed-detector.ts';
import { restoreState, savedState } from './plain-state.ts';
import type { DetectorFactory, DetectorState, RegimeDetector } from './regime-detector.ts';

/** What a guard demands before it passes a change on; see {@link guarded}. */
export const guardSchema = z.strictObject({
  release: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .default(null)
    .describe('change probability that has to be fallen to after a change, before the next (null: none)'),
  minDwell: z
    .int()
    .min(0)
    .max(1e9)
    .default(0)
    .describe('observations that a change must stand before it counts'),
  coolDown: z
    .int()
    .min(0)
    .max(1e9)
    .default(0)
    .describe('observations after a change, and after the beginning, in which none counts'),
  budget: z
    .int()
    .min(1)
    .max(10_000)
    .nullable()
    .default(null)
    .describe('most changes within budgetBars observations (null: no limit)'),
  budgetBars: z
    .int()
    .min(1)
    .max(1e9)
    .default(252)
    .describe('observations over which the budget of changes counts'),
  reviewBars: z
    .int()
    .min(5)
    .max(2_520)
    .nullable()
    .default(null)
    .describe(
      'observations after a change by which it is judged, and taken back where nothing speaks for it (null: never)',
    ),
  reviewLevel: z
    .number()
    .min(1e-6)
    .max(0.5)
    .default(0.05)
    .describe('how often a review leaves a false change standing'),
});

type GuardSettings = z.infer<typeof guardSchema>;

/**
 * A detector whose changes are passed on under conditions. A change is pending from when the inner detector says another regime than the one that was
 * passed on last; it is confirmed where it has been pending for `minDwell` observations, `coolDown` have passed since the last confirmed one, the
 * change probability was down at `release` in between, and fewer than `budget` were confirmed within the last `budgetBars`. Until then it waits; it
 * is dropped where the inner detector goes back to the regime before, as one that models states can. So a state that flickers, and a second alarm
 * about the same change, count once. `regime` is that of the inner detector where it models states.
 *
 * With `reviewBars`, a change that has been passed on is judged by so many observations after it (see {@link ChangeReview}), where no other was passed on
 * until then. One that nothing speaks for is taken back: `runLength` reaches over it again, which is how an adaptation to it is reverted (`revertBars`). What was
 * confirmed stays confirmed, and counted. Models of states take changes back themselves and are not reviewed. E_PARAMETER_INVALID on settings out of range.
 */
export function guarded(inner: DetectorFactory, guard: z.input<typeof guardSchema> = {}): DetectorFactory {
  const complete = checkedSettings(guardSchema, guard, 'guarded');
  return {
    settings: { method: 'guarded', ...complete, inner: inner.settings },
    create: (dimension = 1) => new FramedDetector(new GuardedCore(inner.create(dimension), complete)),
  };
}

class GuardedCore implements DetectorCore {
  readonly name: string;
  readonly dimension: number;
  readonly states: number | null;
  readonly takesGaps = true;
  readonly #inner: RegimeDetector;
  readonly #guard: GuardSettings;
  readonly #review: ChangeReview | null;
  readonly #state: {
    count: number;
    passed: number;
    pending: number;
    pendingRun: number;
    pendingProbability: number;
    sinceChange: number;
    run: number;
    armed: number;
    changes: Float64Array;
  };

  constructor(inner: RegimeDetector, guard: GuardSettings) {
    this.name = `guarded ${inner.name}`;
    this.dimension = inner.dimension;
    this.states = inner.states ?? null;
    this.#inner = inner;
    this.#guard = guard;
    const { reviewBars: bars, reviewLevel: level } = guard;
    this.#review =
      bars !== null && this.states === null ? new ChangeReview(inner.dimension, { bars, level }) : null;
    this.#state = {
      count: 0,
      passed: 0,
      pending: 0,
      pendingRun: 0,
      pendingProbability: 0,
      sinceChange: 0,
      run: 0,
      armed: 1,
      // Beyond any window at first.
      changes: new Float64Array(guard.budget ?? 0).fill(-2e9),
    };
  }

  step(observation: Float64Array, reading: CoreReading): void {
    const inner = this.#inner;
    const state = this.#state;
    inner.update(observation);
    this.#review?.take(observation);
    state.count++;
    state.sinceChange++;
    state.run++;
    this.#follow();
    reading.changeProbability = inner.changeProbability;
    reading.confirmed = state.pending > 0 && this.#isAllowed();
    if (reading.confirmed) {
      reading.changeProbability = state.pendingProbability;
      this.#pass();
    } else if (this.#review?.verdict() === true) state.run += this.#review.state.runBefore;
    reading.runLength = state.run;
    reading.state = this.states === null ? -1 : state.passed;
  }

  save(): DetectorState {
    const review = this.#review ? { review: savedState(this.#review.state) } : {};
    return { own: savedState(this.#state), inner: this.#inner.save(), ...review };
  }

  restore(state: DetectorState): void {
    restoreState(this.#state, state['own'] as DetectorState);
    if (this.#review) restoreState(this.#review.state, state['review'] as DetectorState);
    this.#inner.restore(state['inner'] as DetectorState);
  }

  /** Keeps account of the pending change, and of whether the evidence came down since the last. */
  #follow(): void {
    const { release } = this.#guard;
    const state = this.#state;
    const { regime, confirmed, runLength, changeProbability } = this.#inner;
    if (regime === state.passed) state.pending = 0;
    else if (state.pending > 0) {
      state.pending++;
      state.pendingRun++;
    } else if (confirmed) {
      state.pending = 1;
      state.pendingRun = runLength;
      state.pendingProbability = changeProbability;
    } else state.passed = regime;
    if (release === null || changeProbability <= release) state.armed = 1;
  }

  #isAllowed(): boolean {
    const { minDwell, coolDown, budget, budgetBars } = this.#guard;
    const { pending, sinceChange, armed, changes, count } = this.#state;
    if (pending <= minDwell || sinceChange <= coolDown || armed === 0) return false;
    if (budget === null) return true;
    return count - changes[0]! >= budgetBars;
  }

  #pass(): void {
    const state = this.#state;
    state.passed = this.#inner.regime;
    const run = Math.max(1, Math.min(state.pendingRun, state.run));
    this.#review?.open(run, state.run - run);
    state.run = run;
    state.pending = 0;
    state.sinceChange = 0;
    state.armed = this.#guard.release === null ? 1 : 0;
    if (state.changes.length === 0) return;
    state.changes.copyWithin(0, 1);
    state.changes[state.changes.length - 1] = state.count;
  }
}
