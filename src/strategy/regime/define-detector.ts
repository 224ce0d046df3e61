import { RegimetaError } from '../../model/regimeta-error.ts';
import { type CoreReading, type DetectorCore, FramedDetector } from './framed-detector.ts';
import { restoreState, type StateFields, savedState } from './plain-state.ts';
import type { DetectorFactory, DetectorState } from './regime-detector.ts';

/** What the step of a detector of one's own says; see the fields of the same names in `RegimeReading`. */
interface DetectorVerdict {
  readonly confirmed: boolean;
  /** From 0 to 1. */
  readonly changeProbability: number;
  /** A whole number from 1 on. */
  readonly runLength: number;
  /** Which of `states` it is; needed where there are states. */
  readonly state?: number;
}

/** A detector of one's own: a state of numbers and arrays, and a step that changes it in place. */
export interface DetectorDefinition<State extends StateFields> {
  readonly name: string;
  /** As recorded with a run; plain data. Nothing beside the name where left out. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** How many states it models; where left out it only finds changes. */
  readonly states?: number;
  /** The state before the first observation, whose length is `dimension`: all that the detector may remember. */
  init(dimension: number): State;
  /** Takes the next observation, which is finite; it must not be kept. */
  update(state: State, observation: Float64Array): DetectorVerdict;
}

/**
 * Makes a detector of a state and a step, with checks, counting, saving and restoring done as for those that come with Regimeta. E_PLUGIN_SHAPE, at
 * the update, for a verdict out of range.
 */
export function defineDetector<State extends StateFields>(
  definition: DetectorDefinition<State>,
): DetectorFactory {
  return {
    settings: { method: definition.name, ...definition.settings },
    create: (dimension = 1) => new FramedDetector(new DefinedCore(definition, dimension)),
  };
}

class DefinedCore<State extends StateFields> implements DetectorCore {
  readonly name: string;
  readonly dimension: number;
  readonly states: number | null;
  readonly #definition: DetectorDefinition<State>;
  readonly #state: State;

  constructor(definition: DetectorDefinition<State>, dimension: number) {
    this.name = definition.name;
    this.dimension = dimension;
    this.states = definition.states ?? null;
    this.#definition = definition;
    this.#state = definition.init(dimension);
  }

  step(observation: Float64Array, reading: CoreReading): void {
    const verdict = this.#definition.update(this.#state, observation);
    requireVerdict(verdict, this.#definition);
    reading.confirmed = verdict.confirmed;
    reading.changeProbability = verdict.changeProbability;
    reading.runLength = verdict.runLength;
    reading.state = verdict.state ?? -1;
  }

  save(): DetectorState {
    return savedState(this.#state);
  }

  restore(state: DetectorState): void {
    restoreState(this.#state, state);
  }
}

function requireVerdict(
  verdict: DetectorVerdict,
  { name, states }: Pick<DetectorDefinition<StateFields>, 'name' | 'states'>,
): void {
  const { confirmed, changeProbability, runLength, state } = verdict;
  const isRun = Number.isSafeInteger(runLength) && runLength >= 1;
  const isState = states === undefined || (Number.isInteger(state) && state! >= 0 && state! < states);
  if (typeof confirmed === 'boolean' && changeProbability >= 0 && changeProbability <= 1 && isRun && isState)
    return;
  throw new RegimetaError('E_PLUGIN_SHAPE', {
    place: `detector ${name}`,
    rule: 'a verdict is whether a change is confirmed, a probability from 0 to 1, a run length from 1 on, and one of the states',
    found: JSON.stringify(verdict),
  });
}
