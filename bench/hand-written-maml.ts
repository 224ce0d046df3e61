import { hyperbolicTangent } from '../src/math/hyperbolic-tangent.ts';

/** A network features → hidden tanh units → 1 and the rows of one task, in plain arrays. */
export interface HandTask {
  readonly featureCount: number;
  readonly hidden: number;
  /** rows × featureCount */
  readonly features: Float64Array;
  readonly labels: Float64Array;
}

/** What a pass over the rows leaves for the next one. */
interface Pass {
  readonly units: Float64Array;
  readonly errors: Float64Array;
  readonly gradient: Float64Array;
}

/** Arrays that the loops below write to, made once. */
export interface HandScratch {
  /** One for each inner step, with the parameters that it starts from. */
  readonly steps: readonly { readonly parameters: Float64Array; readonly pass: Pass }[];
  readonly query: Pass;
  readonly adapted: Float64Array;
  readonly product: Float64Array;
  readonly moved: Float64Array;
}

/** The sizes of a task, and how many inner steps it is adapted by. */
export interface HandSizes {
  readonly featureCount: number;
  readonly hidden: number;
  readonly rows: number;
  readonly innerSteps: number;
}

/** Arrays for tasks of the given sizes. */
export function handScratch({ featureCount, hidden, rows, innerSteps }: HandSizes): HandScratch {
  const parameterCount = featureCount * hidden + 2 * hidden + 1;
  const pass = (): Pass => ({
    units: new Float64Array(rows * hidden),
    errors: new Float64Array(rows),
    gradient: new Float64Array(parameterCount),
  });
  return {
    steps: Array.from({ length: innerSteps }, () => ({
      parameters: new Float64Array(parameterCount),
      pass: pass(),
    })),
    query: pass(),
    adapted: new Float64Array(parameterCount),
    product: new Float64Array(parameterCount),
    moved: new Float64Array(hidden),
  };
}

/**
 * The second-order meta-gradient of one task for inner steps of size `rate`, written out by hand: with the gradients
 * gⱼ and Hessians Hⱼ of the support loss at θⱼ, θⱼ₊₁ = θⱼ − αgⱼ, and q the query gradient at the last one, it is
 * (I − αH₀)(I − αH₁)…q, from the right. The products follow Pearlmutter (1994). Added to `total`; parameters are laid
 * out as weights, biases, output weights, output bias.
 */
export function addHandMetaGradient(
  parameters: Float64Array,
  episode: { readonly support: HandTask; readonly query: HandTask; readonly rate: number },
  scratch: HandScratch,
  total: Float64Array,
): void {
  const { steps, adapted, product, query } = scratch;
  const { rate } = episode;
  adapted.set(parameters);
  for (const step of steps) {
    step.parameters.set(adapted);
    backPropagate(adapted, episode.support, step.pass);
    for (let i = 0; i < adapted.length; i++) adapted[i]! -= rate * step.pass.gradient[i]!;
  }
  backPropagate(adapted, episode.query, query);
  const direction = query.gradient;
  for (let j = steps.length - 1; j >= 0; j--) {
    const { parameters: start, pass } = steps[j]!;
    multiplyHessian(start, episode.support, { product, moved: scratch.moved, pass, direction });
    for (let i = 0; i < direction.length; i++) direction[i]! -= rate * product[i]!;
  }
  for (let i = 0; i < total.length; i++) total[i]! += direction[i]!;
}

function backPropagate(parameters: Float64Array, task: HandTask, pass: Pass): void {
  const { featureCount, hidden, features, labels } = task;
  const { units, errors, gradient } = pass;
  const rows = labels.length;
  const biases = featureCount * hidden;
  const outputs = biases + hidden;
  const last = outputs + hidden;
  gradient.fill(0);
  for (let row = 0; row < rows; row++) {
    const at = row * hidden;
    let prediction = parameters[last]!;
    for (let j = 0; j < hidden; j++) {
      let sum = parameters[biases + j]!;
      for (let i = 0; i < featureCount; i++) {
        sum += features[row * featureCount + i]! * parameters[i * hidden + j]!;
      }
      const unit = hyperbolicTangent(sum);
      units[at + j] = unit;
      prediction += unit * parameters[outputs + j]!;
    }
    const error = (2 * (prediction - labels[row]!)) / rows;
    errors[row] = error;
    gradient[last]! += error;
    for (let j = 0; j < hidden; j++) {
      const unit = units[at + j]!;
      const slope = error * parameters[outputs + j]! * (1 - unit * unit);
      gradient[outputs + j]! += error * unit;
      gradient[biases + j]! += slope;
      for (let i = 0; i < featureCount; i++) {
        gradient[i * hidden + j]! += features[row * featureCount + i]! * slope;
      }
    }
  }
}

function multiplyHessian(
  parameters: Float64Array,
  task: HandTask,
  work: Pick<HandScratch, 'product' | 'moved'> & { readonly pass: Pass; readonly direction: Float64Array },
): void {
  const { featureCount, hidden, features, labels } = task;
  const { direction, product, moved } = work;
  const { units, errors } = work.pass;
  const rows = labels.length;
  const biases = featureCount * hidden;
  const outputs = biases + hidden;
  const last = outputs + hidden;
  product.fill(0);
  for (let row = 0; row < rows; row++) {
    const at = row * hidden;
    let prediction = direction[last]!;
    for (let j = 0; j < hidden; j++) {
      let sum = direction[biases + j]!;
      for (let i = 0; i < featureCount; i++) {
        sum += features[row * featureCount + i]! * direction[i * hidden + j]!;
      }
      const unit = units[at + j]!;
      moved[j] = (1 - unit * unit) * sum;
      prediction += moved[j]! * parameters[outputs + j]! + unit * direction[outputs + j]!;
    }
    const error = errors[row]!;
    const errorMoved = (2 * prediction) / rows;
    product[last]! += errorMoved;
    for (let j = 0; j < hidden; j++) {
      const unit = units[at + j]!;
      const weight = parameters[outputs + j]!;
      const upstream = errorMoved * weight + error * direction[outputs + j]!;
      const slope = upstream * (1 - unit * unit) - 2 * error * weight * unit * moved[j]!;
      product[outputs + j]! += errorMoved * unit + error * moved[j]!;
      product[biases + j]! += slope;
      for (let i = 0; i < featureCount; i++) {
        product[i * hidden + j]! += features[row * featureCount + i]! * slope;
      }
    }
  }
}
