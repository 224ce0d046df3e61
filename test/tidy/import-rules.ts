import { posix } from 'node:path';
import { type SourceFile, type Violation, violationAt } from './source-file.ts';

/** An import, or a re-export, which is one too. */
interface Import {
  readonly position: number;
  /** Null for a dynamic import whose argument is no literal. */
  readonly specifier: string | null;
  readonly kind: 'import' | 're-export' | 'dynamic';
  /** Erased as a whole by the compiler. */
  readonly typeOnly: boolean;
}

const LEAVES = ['model', 'math'];
const STAGES = 'market strategy risk orders broker ledger store metrics evidence report'.split(' ');
const ANY = [...LEAVES, ...STAGES, 'engine', 'run', 'index'];

/** The rooms of `src/` and what each may import beside itself. */
const MAY_IMPORT: ReadonlyMap<string, readonly string[]> = new Map([
  ['model', []],
  ['math', ['model']],
  ...STAGES.map((stage) => [stage, LEAVES] as const),
  ['engine', LEAVES],
  ['run', ANY],
  ['cli', ['run', 'model', 'index']],
  ['index', ANY],
]);

/** What a room may import as types alone. */
const MAY_IMPORT_TYPES: ReadonlyMap<string, readonly string[]> = new Map([['engine', STAGES]]);

/** The rooms of the packages. */
const PACKAGE_ROOMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['better-sqlite3', ['store']],
  ['esbuild', ['run']],
  ['commander', ['cli', 'run']],
  ['fastest-levenshtein', ['cli', 'run']],
  ['uplot', ['report']],
  ['hyparquet-writer', ['run']],
  ['luxon', ['market']],
  ['papaparse', ['market']],
  ['quadprog', ['strategy']],
  ['zod', ['strategy', 'market', 'run', 'index']],
]);

const STATIC_IMPORT = /\b(import|export)\s+(type\s+)?([\w$*,{}\s]*?)\s*\bfrom\s*(?=['"])/g;
const BARE_IMPORT = /\bimport\s*(?=['"])/g;
const DYNAMIC_IMPORT = /\b(?:import|require)\s*\(\s*/g;

/** All imports of a file. */
export function importsOf(file: SourceFile): Import[] {
  const imports: Import[] = [];
  const collect = (
    pattern: RegExp,
    read: (match: RegExpMatchArray) => Pick<Import, 'kind' | 'typeOnly'>,
  ): void => {
    for (const match of file.code.matchAll(pattern)) {
      const specifier = literalAt(file, match.index + match[0].length);
      imports.push({ position: match.index, specifier, ...read(match) });
    }
  };
  collect(STATIC_IMPORT, ([, word, type]) => ({
    kind: word === 'export' ? 're-export' : 'import',
    typeOnly: type !== undefined,
  }));
  collect(BARE_IMPORT, () => ({ kind: 'import', typeOnly: false }));
  collect(DYNAMIC_IMPORT, () => ({ kind: 'dynamic', typeOnly: false }));
  return imports;
}

/** Rule (a): imports point one way, and each package has its rooms. */
export function importTableViolations(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    if (room === null) return [];
    return importsOf(file).flatMap((found) => {
      const rule = brokenImport(file.path, room, found);
      return rule === null ? [] : [violationAt(file, found.position, rule)];
    });
  });
}

/** Methods that look at a whole past, and the only files that may use them: those that label training data. */
const OFFLINE_FOLDER = 'src/strategy/regime/offline/';
const OFFLINE_USERS: readonly string[] = ['src/run/meta-training.ts'];

/** Rule (d): what segments a past offline cannot be called from a live path, nor from a strategy. */
export function offlineViolations(files: readonly SourceFile[]): Violation[] {
  const live = files.filter(
    ({ path }) =>
      /^(src|strategies)\//.test(path) && !path.startsWith(OFFLINE_FOLDER) && !OFFLINE_USERS.includes(path),
  );
  return live.flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => resolveFrom(file.path, specifier ?? '').startsWith(OFFLINE_FOLDER))
      .map(({ position, specifier }) =>
        violationAt(file, position, `offline segmentation is for past tasks alone: ${specifier}`),
      ),
  );
}

/** Rule (b): no file imports itself by way of others, types included. */
export function cycleViolations(files: readonly SourceFile[]): Violation[] {
  const known = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const violations: Violation[] = [];
  const visit = (file: SourceFile, trail: readonly string[]): void => {
    done.add(file.path);
    const way = [...trail, file.path];
    for (const { specifier, position } of importsOf(file)) {
      const target = known.get(resolveFrom(file.path, specifier ?? ''));
      if (target === undefined) continue;
      const start = way.indexOf(target.path);
      if (start >= 0) {
        const cycle = [...way.slice(start), target.path].join(' -> ');
        violations.push(violationAt(file, position, `imports go in a circle: ${cycle}`));
      } else if (!done.has(target.path)) visit(target, way);
    }
  };
  for (const file of files) if (!done.has(file.path)) visit(file, []);
  return violations;
}

/** Rule (c): the barrel alone re-exports. */
export function barrelViolations(files: readonly SourceFile[]): Violation[] {
  const sources = files.filter(({ path }) => path.startsWith('src/') && path !== 'src/index.ts');
  return sources.flatMap((file) =>
    [...file.code.matchAll(/^\s*export\s+(?:type\s+)?[*{]/gm)].map(({ index }) =>
      violationAt(file, index + file.code.slice(index).search(/\S/), 'only src/index.ts re-exports'),
    ),
  );
}

function brokenImport(path: string, room: string, { specifier, kind, typeOnly }: Import): string | null {
  if (specifier === null) return room === 'run' ? null : 'only run imports what is not a literal';
  if (room === 'strategies')
    return specifier === 'regimeta' ? null : `a strategy imports 'regimeta' alone, not ${specifier}`;
  if (kind === 'dynamic' && room !== 'run') return `only run imports dynamically: ${specifier}`;
  if (!specifier.startsWith('.')) return brokenPackage(room, specifier);
  if (!specifier.endsWith('.ts')) return `a relative import names its file: ${specifier}`;
  const target = roomOf(resolveFrom(path, specifier)) ?? 'outside';
  if (target === room || MAY_IMPORT.get(room)?.includes(target)) return null;
  if (!MAY_IMPORT_TYPES.get(room)?.includes(target)) return `${room} does not import ${target}: ${specifier}`;
  return typeOnly ? null : `${room} imports ${target} with "import type" alone: ${specifier}`;
}

function brokenPackage(room: string, specifier: string): string | null {
  if (specifier.startsWith('node:')) return null;
  const [name] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [specifier];
  return PACKAGE_ROOMS.get(name)?.includes(room) ? null : `${room} does not import the package ${name}`;
}

/** The folder below `src/`, `index` for the barrel, `strategies`; null for files without rules. */
function roomOf(path: string): string | null {
  if (path.startsWith('strategies/')) return 'strategies';
  if (path === 'src/index.ts') return 'index';
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function resolveFrom(path: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier;
}

/** The string literal at a position, read from the text since the code has it blanked; null where there is none. */
function literalAt({ text, code }: SourceFile, position: number): string | null {
  const quote = code[position];
  if (quote !== "'" && quote !== '"') return null;
  return text.slice(position + 1, code.indexOf(quote, position + 1));
}
