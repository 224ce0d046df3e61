import type { Precision } from '../buffer-pool.ts';
import { type EncodedFunction, encodeModule } from './encoding.ts';
import { FunctionBody } from './function-body.ts';
import { encodeLoop, type LoopForm } from './loop-code.ts';
import { encodeMatmul } from './matmul-code.ts';
import { matmulShape, stridesOf } from './matmul-shape.ts';
import { densePlace } from './place.ts';
import { encodeReduce } from './reduce-code.ts';
import type { AssembleStep, HostStep, LoopValue, MatmulStep, Place, ReduceStep, Step } from './step.ts';

/** A module for a program, and what its imported functions are, in their order. */
export interface ProgramModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly hostSteps: readonly HostStep[];
}

/** The module that runs planned steps in their order, as its exported function `run`. */
export function programModule(order: readonly Step[], settings: ModuleSettings): ProgramModule {
  return new ProgramWriter(order, settings).finish();
}

/** What a module depends on beside its steps. */
export interface ModuleSettings {
  readonly precision: Precision;
  /** The pages of its memory where that is shared with other threads; else null. */
  readonly sharedPages: number | null;
}

/** Collects functions, each form once, and the calls of them. */
class ProgramWriter {
  readonly #precision: Precision;
  readonly #bytes: number;
  readonly #sharedPages: number | null;
  readonly #functions: EncodedFunction[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #hostSteps: readonly HostStep[];
  readonly #run = new FunctionBody(0);

  constructor(order: readonly Step[], { precision, sharedPages }: ModuleSettings) {
    this.#precision = precision;
    this.#sharedPages = sharedPages;
    this.#bytes = precision === 'float32' ? 4 : 8;
    this.#hostSteps = order.filter((step) => step.kind === 'host');
    for (const step of order) this.#write(step);
  }

  finish(): ProgramModule {
    const importCount = this.#hostSteps.length;
    const functions = [...this.#functions, this.#run.encode()];
    const exported = importCount + functions.length - 1;
    return {
      bytes: encodeModule({ importCount, sharedPages: this.#sharedPages, functions, exported }),
      hostSteps: this.#hostSteps,
    };
  }

  #write(step: Step): void {
    switch (step.kind) {
      case 'loop':
        this.#loop(step, step.operations, step.stored);
        return;
      case 'matmul':
        this.#matmul(step);
        return;
      case 'reduce':
        this.#reduce(step);
        return;
      case 'assemble':
        this.#assemble(step);
        return;
      case 'host':
        this.#run.call(this.#hostSteps.indexOf(step), []);
    }
  }

  #loop(
    { reads, writes }: { readonly reads: readonly Place[]; readonly writes: readonly Place[] },
    operations: LoopForm['operations'],
    stored: readonly LoopValue[],
  ): void {
    const places = [...reads, ...writes];
    const form: LoopForm = {
      shape: places[0]!.shape,
      strides: places.map(({ strides }) => strides),
      readCount: reads.length,
      operations: operations.map(({ operation, operands }) => ({
        operation: { ...operation, operands: [] as never },
        operands,
      })),
      stored,
    };
    this.#call(
      ['loop', form],
      () => encodeLoop(form, this.#precision),
      places.map((place) => this.#address(place)),
    );
  }

  #matmul(step: MatmulStep): void {
    const [left, right] = [step.reads[0]!, step.reads[1]!];
    const out = step.writes[0]!;
    const shape = matmulShape(step, out.shape);
    const source = stridesOf(right, step.transposeRight);
    const [first, second] = shape.isSwapped ? [right, left] : [left, right];
    const addresses = [this.#address(first), this.#address(second), this.#address(out)];
    if (step.scratch !== null) addresses.push(step.scratch.offset);
    this.#call(['matmul', shape, source], () => encodeMatmul(shape, source, this.#precision), addresses);
  }

  #reduce(step: ReduceStep): void {
    const [from, to] = [step.reads[0]!, step.writes[0]!];
    const form = { function: step.function, from: from.shape, strides: from.strides, to: to.shape };
    const addresses = [this.#address(from), this.#address(to)];
    this.#call(['reduce', form], () => encodeReduce(form, this.#precision), addresses);
  }

  #assemble({ reads, writes, parts }: AssembleStep): void {
    const whole = writes[0]!;
    const numbers = (place: Place): number => place.shape[0] * place.shape[1] * place.shape[2];
    if (parts.reduce((sum, part) => sum + numbers(part), 0) < whole.buffer.elements) {
      const flat = densePlace(whole.buffer, [1, 1, whole.buffer.elements]);
      this.#loop({ reads: [], writes: [flat] }, [], [{ kind: 'constant', value: 0 }]);
    }
    parts.forEach((part, i) => {
      this.#loop({ reads: [reads[i]!], writes: [part] }, [], [{ kind: 'load', index: 0 }]);
    });
  }

  #call(form: unknown, encode: () => EncodedFunction, addresses: readonly number[]): void {
    const key = JSON.stringify(form);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#functions.push(encode()) - 1;
      this.#numbers.set(key, number);
    }
    this.#run.call(this.#hostSteps.length + number, addresses);
  }

  #address({ buffer, start }: Place): number {
    return buffer.offset + start * this.#bytes;
  }
}
