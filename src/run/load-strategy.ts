import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin, SourceMap } from 'node:module';
import { basename, dirname, relative, resolve } from 'node:path';
import vm from 'node:vm';
import type { BuildFailure, BuildResult } from 'esbuild';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { Strategy } from '../strategy/definition.ts';
import { checkedStrategy } from './strategy-shape.ts';

const requireFromNode = createRequire(import.meta.url);

/** A strategy with where it came from. */
export interface LoadedStrategy {
  readonly strategy: Strategy;
  /** As the user gave it. */
  readonly path: string;
  /** SHA-256 over the names and texts of its own source files, without packages that it imports. */
  readonly hash: string;
  /** Turns a position in the evaluated code into `file:line:column` of the source; null where it is not ours. */
  readonly locate: (stack: string) => string | null;
  /** The same strategy, its file evaluated anew: what an earlier run left in variables of the file is not seen. */
  readonly fresh: () => LoadedStrategy;
  /** What another thread needs to have it too; not given for a strategy that has no file. */
  readonly bundle?: StrategyBundle;
}

/** A strategy file with the files that it imports as one script, and where that came from. */
export interface StrategyBundle {
  /** As the user gave it, and in full. */
  readonly path: string;
  readonly file: string;
  readonly code: string;
  readonly sourceMap: string;
  readonly hash: string;
  /** Modules of Node that it imports, through which it could read what is no part of a run; in rising order. */
  readonly nodeModules: readonly string[];
}

/** The exports of the public barrel, which a plugin gets when it imports `regimeta`. */
export type PublicModule = Readonly<Record<string, unknown>>;

/**
 * Loads a strategy file, TypeScript or JavaScript, from any folder. It is bundled in memory with the files that it
 * imports; `regimeta` itself is this very program, so a plugin needs nothing installed beside it.
 */
export async function loadStrategy(path: string, publicModule: PublicModule): Promise<LoadedStrategy> {
  return evaluateBundle(await bundleOfFile(path), publicModule);
}

/** A strategy file as a bundle with its hash, nothing of it evaluated yet. */
export async function bundleOfFile(path: string): Promise<StrategyBundle> {
  const file = resolve(path);
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new RegimetaError('E_STRATEGY_NOT_FOUND', {
      place: path,
      rule: 'a strategy is a TypeScript or JavaScript file',
      found: existsSync(file) ? 'a folder' : 'nothing',
      repair: 'Check the path; shipped strategies are in strategies/',
    });
  }
  const bundle = await bundleStrategy(path, file);
  const code = bundle.outputFiles!.find((output) => output.path.endsWith('.js'))!.text;
  const map = bundle.outputFiles!.find((output) => output.path.endsWith('.map'))!.text;
  const hash = hashSources(Object.keys(bundle.metafile!.inputs), dirname(file));
  return { path, file, code, sourceMap: map, hash, nodeModules: nodeModulesOf(bundle) };
}

function nodeModulesOf({ metafile }: BuildResult): string[] {
  const imports = Object.values(metafile!.outputs).flatMap((output) => output.imports);
  return [...new Set(imports.map(({ path }) => path).filter((path) => isBuiltin(path)))].sort();
}

/** The strategy of a bundle, in any thread. */
export function evaluateBundle(bundle: StrategyBundle, publicModule: PublicModule): LoadedStrategy {
  const { path, file, code, sourceMap, hash } = bundle;
  const locate = locatorOf(file, sourceMap);
  let compiled: BundleScript | null = null;
  const script = (): BundleScript => {
    const parameters = ['module', 'exports', 'require'];
    compiled ??= vm.compileFunction(code, parameters, { filename: `${file}.bundle.js` }) as BundleScript;
    return compiled;
  };
  const fresh = (): LoadedStrategy => {
    const strategy = checkedStrategy(evaluate(script, path, publicModule, locate), path);
    return { strategy, path, hash, locate, fresh, bundle };
  };
  return fresh();
}

/** The bundle of a strategy, which one that has no file lacks; `subject` is what an error calls it. Throws E_INVARIANT. */
export function bundleOf({ bundle, path }: LoadedStrategy, subject: string): StrategyBundle {
  if (bundle) return bundle;
  throw new RegimetaError('E_INVARIANT', { place: path, rule: `${subject} comes from a file` });
}

async function bundleStrategy(path: string, file: string): Promise<BuildResult> {
  // Commands that load no strategy do without it.
  const { build } = await import('esbuild');
  try {
    return await build({
      entryPoints: [file],
      absWorkingDir: dirname(file),
      outfile: `${file}.bundle.js`,
      bundle: true,
      write: false,
      metafile: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      sourcemap: 'external',
      external: ['regimeta'],
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { target: 'es2022', useDefineForClassFields: true } },
    });
  } catch (error) {
    const first = (error as BuildFailure).errors?.[0];
    const at = first?.location ? `:${first.location.line}:${first.location.column + 1}` : '';
    throw new RegimetaError('E_PLUGIN_LOAD', {
      place: `${path}${at}`,
      rule: 'the file must compile',
      found: first?.text ?? String(error),
      repair: first?.text.startsWith('Could not resolve')
        ? 'Check the path, or install the package beside the strategy; z comes from regimeta'
        : null,
      cause: error,
    });
  }
}

/** A bundle as a function that runs it. */
type BundleScript = (module: object, exports: object, require: (name: string) => unknown) => void;

/**
 * Runs the bundle as a module whose only import from outside is `regimeta` or a module of Node. Each run makes all variables of
 * its files anew; what the machine has learned of how to run its code fast stays with the script.
 */
function evaluate(
  script: () => BundleScript,
  path: string,
  publicModule: PublicModule,
  locate: Locator,
): unknown {
  const require = (name: string): unknown => {
    if (name === 'regimeta') return publicModule;
    if (isBuiltin(name)) return requireFromNode(name);
    throw new Error(`cannot import '${name}'`);
  };
  const module = { exports: {} as Record<string, unknown> };
  try {
    script()(module, module.exports, require);
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    throw new RegimetaError('E_PLUGIN_LOAD', {
      place: locate(stack) ?? path,
      rule: 'the file must evaluate without an error',
      found: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      cause: error,
    });
  }
  // A CommonJS file has its whole `module.exports` as its default export.
  const { exports } = module;
  return '__esModule' in exports || Object.keys(exports).length === 0 ? exports['default'] : exports;
}

type Locator = LoadedStrategy['locate'];

/** Finds the first frame of a stack that lies in the bundle, as a position of the source. */
function locatorOf(file: string, map: string): Locator {
  const frame = new RegExp(`${file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\.bundle\\.js:(\\d+):(\\d+)`);
  const sourceMap = new SourceMap(JSON.parse(map));
  return (stack) => {
    const match = frame.exec(stack);
    if (!match) return null;
    const entry = sourceMap.findEntry(Number(match[1]) - 1, Number(match[2]) - 1);
    if (!('originalSource' in entry)) return null;
    const source = entry.originalSource === '' ? basename(file) : entry.originalSource;
    const place = relative('', resolve(dirname(file), source));
    return `${place}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  };
}

function hashSources(inputs: readonly string[], folder: string): string {
  const hash = createHash('sha256');
  for (const input of inputs.filter((name) => !name.includes('node_modules')).sort()) {
    hash
      .update(`${input}\0`)
      .update(readFileSync(resolve(folder, input)))
      .update('\0');
  }
  return hash.digest('hex');
}
