/** The memory of a module. */
export interface ModuleMemory {
  readonly buffer: ArrayBuffer;
}

/** The part of the WebAssembly JavaScript interface that programs use, which the type library of Node leaves out. */
declare const WebAssembly: {
  readonly Memory: new (descriptor: { readonly initial: number }) => ModuleMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly host: Readonly<Record<string, ModuleMemory | (() => void)>> },
  ) => { readonly exports: Readonly<Record<string, unknown>> };
};

/** A memory of so many pages of 64 KiB, filled with zeros. Throws a RangeError where there is no room. */
export function newMemory(pages: number): ModuleMemory {
  return new WebAssembly.Memory({ initial: pages });
}

/** Compiles a module and gives its function `run`. Throws where the engine lacks an instruction. */
export function instantiate(
  bytes: Uint8Array<ArrayBuffer>,
  host: Readonly<Record<string, ModuleMemory | (() => void)>>,
): () => void {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host });
  return exports['run'] as () => void;
}
