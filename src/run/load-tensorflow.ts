import type { TensorFlow } from '../strategy/learn/graph/tensorflow/tensor-flow.ts';

/** A TensorFlow.js that computes, and what it is. */
export interface LoadedTensorFlow {
  readonly tensorFlow: TensorFlow;
  /** For instance `@tensorflow/tfjs-node 4.22.0 on tensorflow`. */
  readonly description: string;
}

/** Imports a package by its name. */
export type PackageImporter = (name: string) => Promise<unknown>;

/** A package with what it may compute on: packages of backends by their names; empty where it brings its own. */
interface Candidate {
  readonly name: string;
  readonly backends: Readonly<Record<string, string>>;
}

/** The fastest first. */
const CANDIDATES: readonly Candidate[] = [
  { name: '@tensorflow/tfjs-node-gpu', backends: {} },
  { name: '@tensorflow/tfjs-node', backends: {} },
  { name: '@tensorflow/tfjs', backends: { wasm: '@tensorflow/tfjs-backend-wasm', cpu: '' } },
  {
    name: '@tensorflow/tfjs-core',
    backends: { wasm: '@tensorflow/tfjs-backend-wasm', cpu: '@tensorflow/tfjs-backend-cpu' },
  },
];

/** What a loaded package has beside the operations. */
interface Loadable extends TensorFlow {
  readonly version_core?: string;
  readonly version?: { readonly tfjs?: string };
  setBackend(name: string): Promise<boolean>;
  getBackend(): string;
  ready(): Promise<void>;
}

/**
 * The first TensorFlow.js that is installed, loads, and computes a small product and a tanh as it should; or why none
 * does, one sentence a package. A native package whose binary is missing fails only when it is loaded, and one that
 * does not know this version of Node only when it computes, so both are tried.
 */
export async function loadTensorFlow(
  importPackage: PackageImporter = (name) => import(name),
): Promise<LoadedTensorFlow | { readonly reasons: readonly string[] }> {
  const reasons: string[] = [];
  for (const candidate of CANDIDATES) {
    const loaded = await tried(candidate, importPackage, reasons);
    if (loaded !== null) return loaded;
  }
  return { reasons };
}

async function tried(
  { name, backends }: Candidate,
  importPackage: PackageImporter,
  reasons: string[],
): Promise<LoadedTensorFlow | null> {
  const choices = Object.entries(backends);
  for (const [backend, backendPackage] of choices.length > 0 ? choices : [['', ''] as const]) {
    try {
      const tensorFlow = namespaceOf(await importPackage(name));
      if (backendPackage !== '') await importPackage(backendPackage);
      if (backend !== '' && !(await tensorFlow.setBackend(backend))) {
        throw new Error(`its backend ${backend} does not start`);
      }
      await tensorFlow.ready();
      requireRight(tensorFlow);
      const version = tensorFlow.version_core ?? tensorFlow.version?.tfjs ?? '';
      return { tensorFlow, description: `${name} ${version} on ${tensorFlow.getBackend()}` };
    } catch (error) {
      const [line] = String(error instanceof Error ? error.message : error).split('\n');
      reasons.push(`${[name, backend].join(' ').trim()}: ${line}`);
    }
  }
  return null;
}

/** Packages of the older module format stand under `default`. */
function namespaceOf(loaded: unknown): Loadable {
  const namespace = loaded as { readonly default?: Loadable };
  return 'matMul' in namespace
    ? (namespace as unknown as Loadable)
    : (namespace.default ?? (loaded as Loadable));
}

function requireRight(tensorFlow: TensorFlow): void {
  const [result] = tensorFlow.tidy(() => {
    const matrix = tensorFlow.tensor(Float32Array.of(1, 2, 3, 4), [1, 2, 2], 'float32');
    const product = tensorFlow.matMul(matrix, matrix, false, true);
    return [tensorFlow.tanh(tensorFlow.mul(product, tensorFlow.scalar(0.1)))];
  });
  const found = Array.from(result!.dataSync());
  result!.dispose();
  const expected = [5, 11, 11, 25].map((value) => Math.tanh(value / 10));
  if (found.every((value, i) => Math.abs(value - expected[i]!) < 1e-5)) return;
  throw new Error(`it computes ${found.join(', ')} where ${expected.join(', ')} is right`);
}
