/** The part of the WebAssembly JavaScript interface that programs use, which the type library of Node leaves out. */
declare const WebAssembly: {
  readonly Memory: new (descriptor: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: boolean;
  }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly host: Readonly<Record<string, unknown>> },
  ) => { readonly exports: Readonly<Record<string, unknown>> };
};

/** The memory of a module, which never grows. */
export interface ModuleMemory {
  readonly pages: number;
  readonly memory: { readonly buffer: ArrayBuffer };
}

/** A memory of so many pages of 64 KiB, filled with zeros. Throws a RangeError where there is no room. */
export function newMemory(pages: number, isShared: boolean): ModuleMemory {
  return { pages, memory: new WebAssembly.Memory({ initial: pages, maximum: pages, shared: isShared }) };
}

/** Compiles a module. Throws where the engine lacks an instruction. */
export function compileModule(bytes: Uint8Array<ArrayBuffer>): object {
  return new WebAssembly.Module(bytes);
}

/** Compiles a module and gives its function `run`; it calls the functions of the host by their numbers. */
export function instantiate(
  bytes: Uint8Array<ArrayBuffer>,
  { memory }: ModuleMemory,
  functions: readonly (() => void)[],
): () => void {
  const host = { memory, ...Object.fromEntries(functions.entries()) };
  const { exports } = new WebAssembly.Instance(compileModule(bytes), { host });
  return exports['run'] as () => void;
}
