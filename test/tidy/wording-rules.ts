import { importsOf } from './import-rules.ts';
import { type SourceFile, type Violation, violationAt } from './source-file.ts';

/** A pattern that must not occur in the code of the files it is for. */
interface Ban {
  readonly pattern: RegExp;
  readonly rule: string;
  readonly exempt: RegExp;
}

/** The command line, and the one file that reads the clock and the process for a run. */
const SEAMS = /^src\/(?:cli\/|run\/host\.ts$)/;
const PARSERS = /^src\/(?:market\/(?:decimal|timestamp)\.ts$|cli\/|run\/)/;
const NOWHERE = /^$/;

const BANS: readonly Ban[] = [
  { pattern: /\bDate\s*\.\s*now\b/g, rule: 'time comes through the host, not from Date.now', exempt: SEAMS },
  {
    pattern: /\bnew\s+Date\b(?!\s*\(\s*[^)\s])/g,
    rule: 'time comes through the host, not from new Date()',
    exempt: SEAMS,
  },
  {
    pattern: /(?<![\w$.]|new\s)\bDate\s*\(/g,
    rule: 'Date() without new is the current time',
    exempt: NOWHERE,
  },
  {
    pattern: /(?<![\w$.#])performance\s*\./g,
    rule: 'time comes through the host, not from performance',
    exempt: SEAMS,
  },
  {
    pattern: /\bMath\s*\.\s*random\b/g,
    rule: 'chance comes from a seeded stream, not from Math.random',
    exempt: NOWHERE,
  },
  {
    pattern: /\b(?:randomUUID|randomBytes|getRandomValues)\b/g,
    rule: 'chance comes from a seeded stream',
    exempt: NOWHERE,
  },
  { pattern: /\b(?:setTimeout|setInterval|setImmediate)\b/g, rule: 'a stage does not wait', exempt: SEAMS },
  {
    pattern: /(?<![\w$.#])process\s*[.[]/g,
    rule: 'only src/cli and src/run/host.ts know the process',
    exempt: SEAMS,
  },
  {
    pattern: /\bglobalThis\b/g,
    rule: 'globals are named as such, so that the rules above see them',
    exempt: SEAMS,
  },
  { pattern: /(?<![\w$.#])console\s*[.[]/g, rule: 'only src/cli prints', exempt: /^src\/cli\// },
  { pattern: /\bMath\s*\.\s*pow\b/g, rule: 'Math.pow differs between versions of V8', exempt: NOWHERE },
  { pattern: /\*\*/g, rule: '** differs between versions of V8; multiply', exempt: NOWHERE },
  {
    // A number that is rounded through its text is not parsed.
    pattern: /(?<![\w$.])Number\s*\((?!.*\.to(?:Fixed|Precision)\()/g,
    rule: 'text becomes a number in src/market/decimal.ts',
    exempt: PARSERS,
  },
  {
    pattern: /\b(?:parseFloat|parseInt)\b/g,
    rule: 'text becomes a number in src/market/decimal.ts',
    exempt: PARSERS,
  },
  {
    pattern: /\bnew\s+Date\s*\(\s*['"`]/g,
    rule: 'text becomes a time in src/market/timestamp.ts',
    exempt: PARSERS,
  },
  {
    pattern: /\bDate\s*\.\s*parse\b/g,
    rule: 'text becomes a time in src/market/timestamp.ts',
    exempt: PARSERS,
  },
];

const AMBIENT_MODULES = /^(?:node:)?(?:process|timers|timers\/promises|perf_hooks|console)$/;

/** Rule (e): time, chance, the process and the terminal have their seams; numbers and times have one parser. */
export function bannedViolations(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => path.startsWith('src/'))
    .flatMap((file) => {
      const banned = BANS.filter(({ exempt }) => !exempt.test(file.path)).flatMap(({ pattern, rule }) =>
        [...file.code.matchAll(pattern)].map(({ index }) => violationAt(file, index, rule)),
      );
      if (SEAMS.test(file.path)) return banned;
      const modules = importsOf(file).filter(({ specifier }) => AMBIENT_MODULES.test(specifier ?? ''));
      const seam = 'time, the process and the terminal are modules of their seams';
      return [...banned, ...modules.map(({ position }) => violationAt(file, position, seam))];
    });
}

const FORBIDDEN_WORD = /\b(?:TODO|FIXME|XXX)\b/g;
const MACHINE_PATH =
  /(?<![\w.~:/-])\/(?:home|root|work|tmp|mnt|Users|shared)\/\w|\b[A-Z]:\\\w|\bfile:\/\/\/\w/g;

/** Rule (h): nothing is left to do, and nothing points at one machine. */
export function leftoverViolations(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => /^(?:src|strategies|bench|docs)\//.test(path))
    .flatMap((file) => [
      ...[...file.text.matchAll(FORBIDDEN_WORD)].map(({ index, 0: word }) =>
        violationAt(file, index, `${word} is left`),
      ),
      ...[...file.text.matchAll(MACHINE_PATH)].map(({ index }) =>
        violationAt(file, index, 'a path of one machine'),
      ),
    ]);
}
