/** The constants of Adam as the paper proposes them. */
const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-8;

/** What Adam remembers between steps; plain data. */
export interface AdamState {
  step: number;
  /** FIRST_DECAY and SECOND_DECAY to the power of `step`, by repeated multiplication. */
  firstPower: number;
  secondPower: number;
  readonly firstMoment: Float64Array;
  readonly secondMoment: Float64Array;
}

/** The state before the first step. */
export function initAdam(parameterCount: number): AdamState {
  return {
    step: 0,
    firstPower: 1,
    secondPower: 1,
    firstMoment: new Float64Array(parameterCount),
    secondMoment: new Float64Array(parameterCount),
  };
}

/**
 * One step of Adam (Kingma & Ba 2015, algorithm 1) against a finite gradient, in place on state and parameters.
 * Allocates nothing.
 */
export function updateAdam(
  state: AdamState,
  parameters: Float64Array,
  gradient: Float64Array,
  rate: number,
): void {
  state.step++;
  state.firstPower *= FIRST_DECAY;
  state.secondPower *= SECOND_DECAY;
  const { firstMoment, secondMoment } = state;
  const firstScale = 1 / (1 - state.firstPower);
  const secondScale = 1 / (1 - state.secondPower);
  for (let i = 0; i < parameters.length; i++) {
    const slope = gradient[i]!;
    const first = FIRST_DECAY * firstMoment[i]! + (1 - FIRST_DECAY) * slope;
    const second = SECOND_DECAY * secondMoment[i]! + (1 - SECOND_DECAY) * slope * slope;
    firstMoment[i] = first;
    secondMoment[i] = second;
    parameters[i]! -= (rate * first * firstScale) / (Math.sqrt(second * secondScale) + EPSILON);
  }
}
