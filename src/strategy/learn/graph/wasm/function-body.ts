import { type EncodedFunction, signed, unsigned, VALUE_TYPES, type ValueType, vector } from './encoding.ts';

/** The number of a local or a parameter of a function. */
export type Local = number;

const OPCODE = {
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  call: 0x10,
  get: 0x20,
  set: 0x21,
  constant: 0x41,
  add: 0x6a,
  subtract: 0x6b,
  vectorPrefix: 0xfd,
} as const;
const NO_RESULT = 0x40;

/** The instructions of one function under construction. Its parameters are pointers, numbered from 0. */
export class FunctionBody {
  readonly #parameterCount: number;
  readonly #types: ValueType[] = [];
  readonly #prologue: number[] = [];
  #code: number[] = [];

  constructor(parameterCount: number) {
    this.#parameterCount = parameterCount;
  }

  /** A fresh local, which begins as 0. */
  local(type: ValueType): Local {
    return this.#parameterCount + this.#types.push(type) - 1;
  }

  get(local: Local): void {
    this.#code.push(OPCODE.get, ...unsigned(local));
  }

  set(local: Local): void {
    this.#code.push(OPCODE.set, ...unsigned(local));
  }

  /** A constant integer. */
  integer(value: number): void {
    this.#code.push(OPCODE.constant, ...signed(value));
  }

  /** An instruction on vectors, with what follows its number. */
  vector(opcode: number, ...immediates: readonly number[]): void {
    this.#code.push(OPCODE.vectorPrefix, ...unsigned(opcode), ...immediates);
  }

  /** local ← from + bytes. */
  advance(local: Local, bytes: number, from = local): void {
    if (bytes === 0 && local === from) return;
    this.get(from);
    if (bytes !== 0) this.#code.push(OPCODE.constant, ...signed(bytes), OPCODE.add);
    this.set(local);
  }

  /** Calls another function with constant arguments. */
  call(target: number, operands: readonly number[]): void {
    for (const operand of operands) this.integer(operand);
    this.#code.push(OPCODE.call, ...unsigned(target));
  }

  /** Runs `body` a constant number of times, at least once. */
  repeat(times: number, body: () => void): void {
    if (times === 1) {
      body();
      return;
    }
    const left = this.local('i32');
    this.integer(times);
    this.set(left);
    this.#code.push(OPCODE.loop, NO_RESULT);
    body();
    this.get(left);
    this.#code.push(OPCODE.constant, ...signed(1), OPCODE.subtract);
    this.set(left);
    this.get(left);
    this.#code.push(OPCODE.branchIf, ...unsigned(0), OPCODE.end);
  }

  /** Emits instructions that run once, before all others. */
  beforehand(emit: () => void): void {
    const code = this.#code;
    this.#code = this.#prologue;
    emit();
    this.#code = code;
  }

  encode(): EncodedFunction {
    const runs: [number, ValueType][] = [];
    for (const type of this.#types) {
      const last = runs.at(-1);
      if (last?.[1] === type) last[0]++;
      else runs.push([1, type]);
    }
    const locals = vector(runs.map(([count, type]) => [...unsigned(count), VALUE_TYPES[type]]));
    const body = [...locals, ...this.#prologue, ...this.#code, OPCODE.end];
    return { parameterCount: this.#parameterCount, body };
  }
}
