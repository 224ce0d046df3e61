/** The types of locals and parameters, as the binary format numbers them. */
export const VALUE_TYPES = { i32: 0x7f, v128: 0x7b } as const;

/** A type of a local. */
export type ValueType = keyof typeof VALUE_TYPES;

/** A function of a module: parameters are all of type i32, and there is no result. */
export interface EncodedFunction {
  readonly parameterCount: number;
  /** Locals and instructions, with the final `end`. */
  readonly body: readonly number[];
}

/** What a module is made of. Functions are numbered from 0: the imported ones first. */
export interface ModuleParts {
  /** How many functions without parameters are imported, as `host` `0`, `1`, … */
  readonly importCount: number;
  /** The pages of the memory where that is shared with other threads; else null, for one page or more. */
  readonly sharedPages: number | null;
  readonly functions: readonly EncodedFunction[];
  /** Which of all functions is exported as `run`. */
  readonly exported: number;
}

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const FUNCTION_TYPE = 0x60;
const LIMITS = { minimum: 0x00, shared: 0x03 } as const;
const KIND = { function: 0x00, memory: 0x02 } as const;

/**
 * The bytes of a module (WebAssembly Core Specification 2.0, section 5.5) whose memory is imported as `host`
 * `memory`, with at least one page.
 */
export function encodeModule({
  importCount,
  sharedPages,
  functions,
  exported,
}: ModuleParts): Uint8Array<ArrayBuffer> {
  const arities = [...new Set([0, ...functions.map(({ parameterCount }) => parameterCount)])];
  const types = arities.map((arity) => [FUNCTION_TYPE, ...vector(Array(arity).fill([VALUE_TYPES.i32])), 0]);
  const imports = Array.from({ length: importCount }, (_, i) => [
    ...text('host'),
    ...text(String(i)),
    KIND.function,
    ...unsigned(0),
  ]);
  const limits =
    sharedPages === null
      ? [LIMITS.minimum, ...unsigned(1)]
      : [LIMITS.shared, ...unsigned(sharedPages), ...unsigned(sharedPages)];
  const memory = [...text('host'), ...text('memory'), KIND.memory, ...limits];
  const typeOf = ({ parameterCount }: EncodedFunction): number[] => unsigned(arities.indexOf(parameterCount));
  const bodies = functions.map(({ body }) => concatenated([unsigned(body.length), body]));
  return Uint8Array.from(
    concatenated([
      MAGIC_AND_VERSION,
      section(SECTION.type, vector(types)),
      section(SECTION.import, vector([...imports, memory])),
      section(SECTION.function, vector(functions.map(typeOf))),
      section(SECTION.export, vector([[...text('run'), KIND.function, ...unsigned(exported)]])),
      section(SECTION.code, vector(bodies)),
    ]),
  );
}

/** An unsigned number in LEB128 (section 5.2.2). */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

/** A signed number of 32 bits in LEB128. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

/** Its length, and then what is in it. */
export function vector(items: readonly (readonly number[])[]): number[] {
  return concatenated([unsigned(items.length), ...items]);
}

function section(id: number, content: readonly number[]): number[] {
  return concatenated([[id], unsigned(content.length), content]);
}

function text(name: string): number[] {
  return vector(Array.from(name, (letter) => [letter.charCodeAt(0)]));
}

function concatenated(parts: readonly (readonly number[])[]): number[] {
  const whole: number[] = [];
  for (const part of parts) for (const byte of part) whole.push(byte);
  return whole;
}
