/** A tensor of TensorFlow.js, as far as programs use it. */
export interface Tensor {
  dataSync(): ArrayLike<number>;
  dispose(): void;
}

type UnaryOperation = (x: Tensor) => Tensor;
type BinaryOperation = (a: Tensor, b: Tensor) => Tensor;
type Reduction = (x: Tensor, axes: number[], keepDimensions: boolean) => Tensor;

/** The part of TensorFlow.js that programs use. None of it is a gradient. */
export interface TensorFlow {
  tensor(values: Float32Array | Int32Array, shape: number[], type: 'float32' | 'int32'): Tensor;
  tidy(run: () => Tensor[]): Tensor[];
  keep(x: Tensor): Tensor;
  readonly abs: UnaryOperation;
  readonly exp: UnaryOperation;
  readonly log: UnaryOperation;
  readonly relu: UnaryOperation;
  readonly rsqrt: UnaryOperation;
  readonly sigmoid: UnaryOperation;
  readonly sign: UnaryOperation;
  readonly softplus: UnaryOperation;
  readonly sqrt: UnaryOperation;
  readonly square: UnaryOperation;
  readonly tanh: UnaryOperation;
  readonly add: BinaryOperation;
  readonly sub: BinaryOperation;
  readonly mul: BinaryOperation;
  readonly div: BinaryOperation;
  readonly maximum: BinaryOperation;
  readonly minimum: BinaryOperation;
  readonly greater: BinaryOperation;
  readonly greaterEqual: BinaryOperation;
  readonly sum: Reduction;
  readonly max: Reduction;
  readonly min: Reduction;
  where(condition: Tensor, whenTrue: Tensor, otherwise: Tensor): Tensor;
  cast(x: Tensor, type: 'float32'): Tensor;
  scalar(value: number): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor;
  broadcastTo(x: Tensor, shape: number[]): Tensor;
  reshape(x: Tensor, shape: number[]): Tensor;
  transpose(x: Tensor, order: number[]): Tensor;
  slice(x: Tensor, begin: number[], size: number[]): Tensor;
  pad(x: Tensor, paddings: [number, number][]): Tensor;
  concat(parts: Tensor[], axis: number): Tensor;
  gather(x: Tensor, indices: Tensor, axis: number, batchDimensions: number): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
}
