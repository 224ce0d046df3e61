import { z } from 'zod';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { checkedSettings } from './checked-settings.ts';
import { type CoreReading, type DetectorCore, FramedDetector } from './framed-detector.ts';
import { fitByExpectation, orderedStates, startOf } from './markov-expectation.ts';
import { MarkovFilter } from './markov-filter.ts';
import { fitMarkovSwitching } from './markov-likelihood.ts';
import type { MarkovModel } from './markov-model.ts';
import { restoreState, type StateFields, savedState } from './plain-state.ts';
import type { DetectorFactory, DetectorState } from './regime-detector.ts';
import { RowWindow } from './row-window.ts';

/** The settings of {@link markovSwitching}; lengths are in observations. */
export const markovSwitchingSchema = z
  .strictObject({
    method: z.literal('markov-switching').default('markov-switching'),
    states: z.int().min(2).max(6).default(2).describe('states, the calmest first'),
    order: z.int().min(0).max(4).default(0).describe('autoregressive terms; needs one number'),
    switchingVariance: z
      .boolean()
      .default(true)
      .describe('whether each state has variances of its own; else its means alone differ'),
    threshold: z
      .number()
      .gt(0.5)
      .max(1)
      .default(0.95)
      .describe('filtered probability of another state from which on a change is confirmed'),
    fitFirst: z.int().min(20).max(1e6).default(252).describe('observations before the first fit'),
    refitEvery: z.int().min(1).max(1e9).default(126).describe('observations between two fits'),
    window: z.int().min(20).max(1e6).default(1_260).describe('last observations that are fitted to'),
    iterationsMax: z.int().min(1).max(10_000).default(30).describe('iterations of a fit'),
    stickiness: z
      .number()
      .min(0)
      .max(1e6)
      .default(5_000)
      .describe('observations of staying that the prior of each state counts; without effect with order'),
    clip: z.number().positive().max(1e50).default(5).describe('bound of an observation'),
  })
  .refine(({ window, fitFirst }) => window >= fitFirst, {
    path: ['window'],
    error: 'it must not be below fitFirst',
  });

type MarkovSwitchingSettings = z.infer<typeof markovSwitchingSchema>;

/**
 * A Markov-switching model, filtered: the probabilities of its states by the observations so far, under parameters that were fitted to them alone, anew every
 * `refitEvery` observations ({@link MarkovFilter}, {@link fitByExpectation}; with `order`, {@link fitMarkovSwitching}). No smoothed probability is
 * ever read. A change is confirmed where another state than the present one has at least `threshold`; a fit can bring that about like any other
 * news. Since states are ordered by their variance, a number means the same after each fit. The regime is thought to have begun when the
 * state first led without a break. `changeProbability` is that of all other states. E_PARAMETER_INVALID on settings out of range.
 */
export function markovSwitching(settings: z.input<typeof markovSwitchingSchema> = {}): DetectorFactory {
  const complete = checkedSettings(markovSwitchingSchema, settings, 'markov-switching');
  return {
    settings: complete,
    create: (dimension = 1) => new FramedDetector(new MarkovSwitchingCore(complete, dimension)),
  };
}

class MarkovSwitchingCore implements DetectorCore {
  readonly name: string;
  readonly dimension: number;
  readonly states: number;
  readonly #settings: MarkovSwitchingSettings;
  readonly #window: RowWindow;
  #model: MarkovModel;
  #filter: MarkovFilter;
  readonly #now = { fitted: 0, sinceFit: 0, state: 0, run: 0, leader: 0, lead: 0 };

  constructor(settings: MarkovSwitchingSettings, dimension: number) {
    const { states, order } = settings;
    if (order > 0 && dimension > 1) {
      throw new RegimetaError('E_PARAMETER_INVALID', {
        place: 'markov-switching.order',
        rule: 'autoregressive terms need observations of one number',
        found: `${dimension} numbers`,
      });
    }
    this.name = `markov-switching ${states} states${order > 0 ? `, order ${order}` : ''}`;
    this.dimension = dimension;
    this.states = states;
    this.#settings = settings;
    this.#window = new RowWindow(dimension, settings.window);
    this.#model = blankModel(states, dimension, order);
    this.#filter = new MarkovFilter(this.#model);
  }

  step(observation: Float64Array, reading: CoreReading): void {
    const { clip, fitFirst, refitEvery } = this.#settings;
    const now = this.#now;
    for (let k = 0; k < observation.length; k++) {
      observation[k] = Math.max(-clip, Math.min(clip, observation[k]!));
    }
    this.#window.push(observation);
    now.run++;
    now.sinceFit++;
    const isDue = now.fitted === 0 ? this.#window.count >= fitFirst : now.sinceFit >= refitEvery;
    if (isDue) this.#fit();
    else if (now.fitted === 1) this.#filter.update(observation);
    if (now.fitted === 1) this.#read(reading);
    reading.runLength = now.run;
    reading.state = now.state;
  }

  save(): DetectorState {
    return savedState(this.#fields());
  }

  restore(state: DetectorState): void {
    const fields = this.#fields();
    restoreState(fields, state);
    // The filter keeps what follows from the parameters.
    const filter = new MarkovFilter(this.#model);
    restoreState(filter.state, state['filter'] as DetectorState);
    this.#filter = filter;
  }

  #fields(): StateFields {
    const { transition, means, variances, coefficients } = this.#model;
    const model = { transition, means, variances, coefficients };
    return { now: this.#now, window: this.#window.state, filter: this.#filter.state, model };
  }

  /** Fits to the window, and filters it again under the new parameters. */
  #fit(): void {
    const { states, order, switchingVariance, iterationsMax, stickiness } = this.#settings;
    const { dimension } = this;
    const now = this.#now;
    const rows = this.#window.rows();
    const isFirst = now.fitted === 0;
    const warm = isFirst ? null : this.#model;
    if (order > 0) {
      this.#model = fitMarkovSwitching(
        rows,
        { states, order, switchingVariance },
        { warmStart: warm, iterationsMax },
      ).model;
    } else {
      const settings = { iterationsMax, stickiness, switchingVariance };
      const by = switchingVariance ? 'size' : 'value';
      const start = warm ?? startOf(rows, { states, dimension }, by);
      this.#model = orderedStates(fitByExpectation(rows, start, settings).model);
    }
    this.#filter = new MarkovFilter(this.#model);
    now.lead = 0;
    for (let at = 0; at < rows.length; at += dimension) {
      this.#filter.update(rows.subarray(at, at + dimension));
      this.#follow();
    }
    // `#read` counts the last row.
    now.lead--;
    now.fitted = 1;
    now.sinceFit = 0;
    if (isFirst) {
      now.state = now.leader;
      now.run = Math.min(now.run, now.lead + 1);
    }
  }

  #read(reading: CoreReading): void {
    const now = this.#now;
    this.#follow();
    const probability = this.#filter.probability(now.leader);
    reading.changeProbability = Math.max(0, Math.min(1, 1 - this.#filter.probability(now.state)));
    reading.confirmed = now.leader !== now.state && probability >= this.#settings.threshold;
    if (!reading.confirmed) return;
    now.state = now.leader;
    now.run = Math.max(1, Math.min(now.run, now.lead));
  }

  /** Keeps account of which state is the most probable, and for how long. */
  #follow(): void {
    const now = this.#now;
    let leader = 0;
    for (let s = 1; s < this.states; s++) {
      if (this.#filter.probability(s) > this.#filter.probability(leader)) leader = s;
    }
    now.lead = leader === now.leader ? now.lead + 1 : 1;
    now.leader = leader;
  }
}

/** What stands in for a model before the first fit. */
function blankModel(states: number, dimension: number, order: number): MarkovModel {
  return {
    states,
    dimension,
    transition: new Float64Array(states * states).fill(1 / states),
    means: new Float64Array(states * dimension),
    variances: new Float64Array(states * dimension).fill(1),
    coefficients: new Float64Array(order),
  };
}
