import type { Precision } from '../buffer-pool.ts';
import { unsigned } from './encoding.ts';
import type { FunctionBody, Local } from './function-body.ts';

/** The instructions that exist for vectors of both precisions, by their numbers for float32 and float64. */
const ARITHMETIC = {
  add: [0xe4, 0xf0],
  subtract: [0xe5, 0xf1],
  multiply: [0xe6, 0xf2],
  divide: [0xe7, 0xf3],
  /** NaN where one is NaN. */
  minimum: [0xe8, 0xf4],
  maximum: [0xe9, 0xf5],
  /** The left one where it is NaN or they are equal. */
  lower: [0xea, 0xf6],
  higher: [0xeb, 0xf7],
  isLess: [0x43, 0x49],
  isAbove: [0x44, 0x4a],
  isAtMost: [0x45, 0x4b],
  isAtLeast: [0x46, 0x4c],
  isEqual: [0x41, 0x47],
  addInteger: [0xae, 0xce],
} as const;

const UNARY = { absolute: [0xe0, 0xec], negate: [0xe1, 0xed], root: [0xe3, 0xef] } as const;
const BITWISE = { and: 0x4e, andNot: 0x4f, or: 0x50, xor: 0x51 } as const;
const SHIFTS = { left: [0xab, 0xcb], rightUnsigned: [0xad, 0xcd] } as const;
const [NOT, BIT_SELECT, LOAD, STORE, CONSTANT, SHUFFLE] = [0x4d, 0x52, 0x00, 0x0b, 0x0c, 0x0d];
const LOAD_SPLAT = [0x09, 0x0a] as const;
const LOAD_LANE = { 4: 0x56, 8: 0x57 } as const;
const STORE_LANE = { 4: 0x5a, 8: 0x5b } as const;
const LOAD_ZERO = { 4: 0x5c, 8: 0x5d } as const;

/** How many bytes a vector has. */
export const VECTOR_BYTES = 16;

type Arithmetic = keyof typeof ARITHMETIC;

/**
 * Expressions over vectors of four float32 or two float64 numbers, emitted into a function. Every expression is put
 * into a local of its own and named by it; the engine's compiler keeps those that are alive in registers.
 */
export class Lanes {
  readonly body: FunctionBody;
  readonly precision: Precision;
  /** Numbers in a vector. */
  readonly count: 2 | 4;
  /** Bytes of a number. */
  readonly bytes: 4 | 8;
  readonly #which: 0 | 1;
  readonly #constants = new Map<string | number, Local>();

  constructor(body: FunctionBody, precision: Precision) {
    this.body = body;
    this.precision = precision;
    this.#which = precision === 'float32' ? 0 : 1;
    this.count = precision === 'float32' ? 4 : 2;
    this.bytes = precision === 'float32' ? 4 : 8;
  }

  /** An operation on two vectors. */
  op(name: Arithmetic, left: Local, right: Local): Local {
    return this.#emit([left, right], () => this.body.vector(ARITHMETIC[name][this.#which]));
  }

  /** An operation on one vector. */
  unary(name: keyof typeof UNARY, operand: Local): Local {
    return this.#emit([operand], () => this.body.vector(UNARY[name][this.#which]));
  }

  /** An operation on bits; `andNot` is left and not right. */
  bits(name: keyof typeof BITWISE, left: Local, right: Local): Local {
    return this.#emit([left, right], () => this.body.vector(BITWISE[name]));
  }

  not(operand: Local): Local {
    return this.#emit([operand], () => this.body.vector(NOT));
  }

  /** The first where the bits of the mask are set, else the second. */
  choose(mask: Local, whenSet: Local, otherwise: Local): Local {
    return this.#emit([whenSet, otherwise, mask], () => this.body.vector(BIT_SELECT));
  }

  /** Integers of the width of a number, shifted by a constant. */
  shift(direction: keyof typeof SHIFTS, operand: Local, by: number): Local {
    return this.#emit([operand], () => {
      this.body.integer(by);
      this.body.vector(SHIFTS[direction][this.#which]);
    });
  }

  /** a + b·c, rounded twice. */
  addProduct(sum: Local, left: Local, right: Local): Local {
    return this.op('add', sum, this.op('multiply', left, right));
  }

  /** sum ← sum + a·b, rounded twice. */
  accumulate(sum: Local, left: Local, right: Local): void {
    this.body.get(sum);
    this.body.get(left);
    this.body.get(right);
    this.body.vector(ARITHMETIC.multiply[this.#which]);
    this.body.vector(ARITHMETIC.add[this.#which]);
    this.body.set(sum);
  }

  /** A number in every lane, rounded to the precision; made once for the whole function. */
  constant(value: number): Local {
    const key = Object.is(value, -0) ? 'negative zero' : value;
    return this.#pattern(key, (bytes) => {
      if (this.precision === 'float32') new Float32Array(bytes.buffer).fill(value);
      else new Float64Array(bytes.buffer).fill(value);
    });
  }

  /** The same bits in every lane; of a float64 `high` are the upper 32 and the lower ones 0. */
  pattern(high: number): Local {
    return this.#pattern(`bits ${high}`, (bytes) => {
      const words = new Uint32Array(bytes.buffer);
      for (let i = 0; i < 4; i++) words[i] = this.precision === 'float32' || i % 2 === 1 ? high : 0;
    });
  }

  /** The same bits in every lane, those below the upper 12 (float64) or 9 (float32) set: the mantissa of a number. */
  mantissaMask(): Local {
    return this.#pattern('mantissa', (bytes) => {
      const words = new Uint32Array(bytes.buffer);
      for (let i = 0; i < 4; i++) {
        words[i] = this.precision === 'float32' ? 0x7fffff : i % 2 === 1 ? 0xfffff : 0xffffffff;
      }
    });
  }

  /** A whole vector from memory; the address need not be a multiple of anything. */
  load(pointer: Local, offset = 0): Local {
    return this.#emit([pointer], () => this.body.vector(LOAD, ...this.#address(offset)));
  }

  /** One number from memory in every lane. */
  loadSplat(pointer: Local, offset = 0): Local {
    return this.#emit([pointer], () => this.body.vector(LOAD_SPLAT[this.#which], ...this.#address(offset)));
  }

  /** As many numbers as given, 1 to `count`, in the first lanes; 0 in the others. */
  loadSome(pointer: Local, lanes: number, offset = 0): Local {
    if (lanes === this.count) return this.load(pointer, offset);
    if (lanes === 3)
      return this.loadLane(this.loadSome(pointer, 2, offset), pointer, [2, offset + 2 * this.bytes]);
    const width = (lanes * this.bytes) as 4 | 8;
    return this.#emit([pointer], () => this.body.vector(LOAD_ZERO[width], ...this.#address(offset)));
  }

  /** A vector with one lane read from memory. */
  loadLane(vector: Local, pointer: Local, [lane, offset]: readonly [lane: number, offset: number]): Local {
    return this.#emit([pointer, vector], () =>
      this.body.vector(LOAD_LANE[this.bytes], ...this.#address(offset), lane),
    );
  }

  /** Writes the first lanes, 1 to `count` of them. */
  storeSome(vector: Local, pointer: Local, lanes: number, offset = 0): void {
    if (lanes === 3) {
      this.storeSome(vector, pointer, 2, offset);
      this.storeLane(vector, pointer, [2, offset + 2 * this.bytes]);
      return;
    }
    this.body.get(pointer);
    this.body.get(vector);
    if (lanes === this.count) this.body.vector(STORE, ...this.#address(offset));
    else this.body.vector(STORE_LANE[(lanes * this.bytes) as 4 | 8], ...this.#address(offset), 0);
  }

  /** Writes one lane. */
  storeLane(vector: Local, pointer: Local, [lane, offset]: readonly [lane: number, offset: number]): void {
    this.body.get(pointer);
    this.body.get(vector);
    this.body.vector(STORE_LANE[this.bytes], ...this.#address(offset), lane);
  }

  /** Lanes of two vectors by their numbers: those of the second one go on after those of the first. */
  shuffle(left: Local, right: Local, lanes: readonly number[]): Local {
    const bytes = lanes.flatMap((lane) =>
      Array.from({ length: this.bytes }, (_, i) => lane * this.bytes + i),
    );
    return this.#emit([left, right], () => this.body.vector(SHUFFLE, ...bytes));
  }

  /** Copies a value to a local that may be assigned again. */
  assign(target: Local, value: Local): void {
    this.body.get(value);
    this.body.set(target);
  }

  #emit(operands: readonly Local[], instruction: () => void): Local {
    const result = this.body.local('v128');
    for (const operand of operands) this.body.get(operand);
    instruction();
    this.body.set(result);
    return result;
  }

  /** No alignment is promised. */
  #address(offset: number): number[] {
    return [0, ...unsigned(offset)];
  }

  #pattern(key: string | number, fill: (bytes: Uint8Array<ArrayBuffer>) => void): Local {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const local = this.body.local('v128');
    this.#constants.set(key, local);
    const bytes = new Uint8Array(VECTOR_BYTES);
    fill(bytes);
    this.body.beforehand(() => {
      this.body.vector(CONSTANT, ...bytes);
      this.body.set(local);
    });
    return local;
  }
}
