import { describe, expect, it } from 'vitest';
import { documentedErrors, errorPageDifferences } from './error-page.ts';
import { functionsOf, lengthViolations } from './function-lengths.ts';
import {
  barrelViolations,
  cycleViolations,
  importTableViolations,
  offlineViolations,
} from './import-rules.ts';
import { docstringViolations, nameViolations } from './naming-rules.ts';
import { type SourceFile, sourceFile, type Violation } from './source-file.ts';
import { bannedViolations, leftoverViolations } from './wording-rules.ts';

const plant = (path: string, ...lines: string[]): SourceFile => sourceFile(path, lines.join('\n'));

const rules = (violations: readonly Violation[]): string[] =>
  violations.map(({ line, rule }) => `${line} ${rule}`);

describe('each rule of tidiness', () => {
  it.each([
    ['src/math/a.ts', "import { b } from '../market/b.ts';", 'math does not import market: ../market/b.ts'],
    ['src/model/a.ts', "import type { b } from '../math/b.ts';", 'model does not import math: ../math/b.ts'],
    [
      'src/broker/a.ts',
      "import type { b } from '../ledger/b.ts';",
      'broker does not import ledger: ../ledger/b.ts',
    ],
    [
      'src/strategy/learn/a.ts',
      "import '../../engine/b.ts';",
      'strategy does not import engine: ../../engine/b.ts',
    ],
    [
      'src/engine/a.ts',
      "import { b } from '../risk/b.ts';",
      'engine imports risk with "import type" alone: ../risk/b.ts',
    ],
    ['src/engine/a.ts', "import type { b } from '../run/b.ts';", 'engine does not import run: ../run/b.ts'],
    ['src/run/a.ts', "import { b } from '../cli/b.ts';", 'run does not import cli: ../cli/b.ts'],
    ['src/cli/a.ts', "import { b } from '../store/b.ts';", 'cli does not import store: ../store/b.ts'],
    ['src/index.ts', "export { b } from './cli/b.ts';", 'index does not import cli: ./cli/b.ts'],
    ['src/run/a.ts', "import { b } from '../../test/b.ts';", 'run does not import outside: ../../test/b.ts'],
    ['src/run/a.ts', "import { b } from './b';", 'a relative import names its file: ./b'],
    ['src/store/a.ts', "import papa from 'papaparse';", 'store does not import the package papaparse'],
    ['src/market/a.ts', "import {\n  b,\n} from 'lodash/fp';", 'market does not import the package lodash'],
    [
      'src/store/a.ts',
      "const a = await import('better-sqlite3');",
      'only run imports dynamically: better-sqlite3',
    ],
    ['src/cli/a.ts', 'const a = await import(path);', 'only run imports what is not a literal'],
    ['strategies/a.ts', "import { z } from 'zod';", "a strategy imports 'regimeta' alone, not zod"],
  ])('sees a wrong import in %s: %s', (path, text, rule) => {
    expect(rules(importTableViolations([plant(path, '', text)]))).toEqual([`2 ${rule}`]);
  });

  it('sees offline segmentation in a live path, a strategy or the barrel', () => {
    const text = (folders: string): string => `import { a } from '${folders}regime/offline/a.ts';`;
    const files = [
      plant('src/strategy/learner-host.ts', text('./')),
      plant('src/strategy/regime/a.ts', "import type { a } from './offline/a.ts';"),
      plant('src/run/arm-runner.ts', text('../strategy/')),
      plant('src/index.ts', "export { a } from './strategy/regime/offline/a.ts';"),
    ];
    expect(offlineViolations(files)).toHaveLength(4);
    expect(offlineViolations([plant('src/run/meta-training.ts', text('../strategy/'))])).toEqual([]);
  });

  it('lets a right import pass', () => {
    const files = [
      plant(
        'src/run/a.ts',
        "import { b } from '../store/b.ts';",
        'const c = await import(d);',
        "import 'zod';",
      ),
      plant('src/engine/a.ts', "import type { b } from '../risk/b.ts';", "import { c } from '../math/c.ts';"),
      plant('src/store/a.ts', "import Database from 'better-sqlite3';", "import { join } from 'node:path';"),
      plant(
        'src/risk/a.ts',
        `// import { b } from '../run/b.ts'`,
        'const text = "import { b } from \'../run/b.ts\'";',
      ),
    ];
    expect(importTableViolations(files)).toEqual([]);
  });

  it('sees a circle of imports, of types too', () => {
    const files = [
      plant('src/a.ts', "import type { B } from './b.ts';"),
      plant('src/b.ts', '', "import { c } from './c.ts';"),
      plant('src/c.ts', "export type { A } from './a.ts';"),
      plant('src/d.ts', "import { a } from './a.ts';", "import { c } from './c.ts';"),
    ];
    expect(rules(cycleViolations(files))).toEqual([
      '1 imports go in a circle: src/a.ts -> src/b.ts -> src/c.ts -> src/a.ts',
    ]);
    expect(cycleViolations(files.slice(0, 2))).toEqual([]);
  });

  it('sees a second barrel and a place for anything', () => {
    const bad = [
      "export * from './b.ts';",
      "export type { C } from './c.ts';",
      'const d = 1;',
      'export { d };',
    ];
    expect(barrelViolations([plant('src/run/a.ts', ...bad)])).toHaveLength(3);
    expect(barrelViolations([plant('src/index.ts', ...bad), plant('test/a.ts', ...bad)])).toEqual([]);
    const names = [
      'src/utils/a.ts',
      'src/run/types.ts',
      'src/run/BarFeed.ts',
      'src/run_all/a.ts',
      'test/run/helpers.test.ts',
    ];
    expect(nameViolations(names.map((path) => plant(path))).map(({ file }) => file)).toEqual(names);
    expect(nameViolations([plant('src/run/bar-feed.ts'), plant('test/a/bar-feed.test.ts')])).toEqual([]);
  });

  it('measures functions of every kind, whatever stands in their strings', () => {
    const file = plant(
      'src/a.ts',
      'export function declared(a: { b: number }): { c: string } {',
      "  return { c: '{' + `}$" + '{[1].map((x) => { return x; })}{` + /[/}]{/.source };',
      '}',
      'const arrow = async <T>(a: T): Promise<Map<string, () => void>> => {',
      '',
      '};',
      'class A {',
      '  get value(): (x: number) => string | null {',
      '    if (this.a) {',
      '    }',
      '    return null;',
      '  }',
      '  #method(): asserts this is B {}',
      '}',
      'const long = (a: number) =>',
      '  a +',
      '  1;',
      'type NoFunction = { a(b: number): void };',
    );
    const found = functionsOf(file).map(({ name, line, lines }) => `${name} ${line} ${lines}`);
    for (const expected of [
      'declared 1 3',
      'anonymous 2 1',
      'arrow 4 3',
      'value 8 5',
      '#method 13 1',
      'long 15 3',
    ]) {
      expect(found).toContain(expected);
    }
    expect(found.filter((one) => / (?:[4-9]|\d\d)$/.test(one))).toEqual(['value 8 5']);
  });

  it('sees a long function and a long file, and holds exceptions to their length', () => {
    const lines = (count: number): string[] => Array.from({ length: count }, () => '  work();');
    const file = plant('src/a.ts', 'function long() {', ...lines(69), '}');
    expect(rules(lengthViolations([file], {}))).toEqual(['1 src/a.ts:long has 71 lines of 70']);
    expect(lengthViolations([file], { 'src/a.ts:long': 71 })).toEqual([]);
    expect(lengthViolations([file], { 'src/a.ts:long': 72 })).toHaveLength(1);
    expect(lengthViolations([plant('src/a.ts', ...lines(400))], { 'src/b.ts': 401 })).toHaveLength(1);
    expect(lengthViolations([plant('test/a.test.ts', ...lines(401))], {})).toHaveLength(1);
    const cases = plant(
      'test/a.test.ts',
      "describe('a', () => {",
      "  it('b', () => {",
      ...lines(70),
      '  });',
      '});',
    );
    expect(rules(lengthViolations([cases], {}))).toEqual(['2 test/a.test.ts:anonymous has 72 lines of 70']);
  });

  it.each([
    'Date.now()',
    'new Date()',
    'new Date',
    'Date()',
    'performance.now()',
    'Math.random()',
    'crypto.randomUUID()',
    'setTimeout(f, 1)',
    'setInterval(f, 1)',
    'process.env',
    "process['env']",
    'console.log(1)',
    'globalThis.performance.now()',
    'Math.pow(2, 3)',
    '2 ** 3',
    "Number('1')",
    "parseFloat('1')",
    "Number.parseInt('1')",
    "new Date('2024-01-01')",
    "Date.parse('2024-01-01')",
    "import { env } from 'node:process';",
    '`$' + '{Date.now()}`',
  ])('sees %s outside of its seam', (code) => {
    expect(rules(bannedViolations([plant('src/metrics/a.ts', '', code)]))).toHaveLength(1);
    expect(
      bannedViolations([plant('src/metrics/a.ts', `// ${code}`, `/* ${code} */`), plant('test/a.ts', code)]),
    ).toEqual([]);
  });

  it('leaves the seams their work, and words that only look alike', () => {
    const clock = 'Date.now(); process.exit(1); setTimeout(f, 1);';
    expect(bannedViolations([plant('src/cli/main.ts', clock), plant('src/run/host.ts', clock)])).toEqual([]);
    expect(bannedViolations([plant('src/run/a.ts', clock)])).toHaveLength(3);
    const alike = [
      'new Date(time)',
      'Number.isFinite(x)',
      'child.process.exit()',
      'this.#process.now()',
      "'Math.random()'",
      'aDate.nowhere',
      'isNumber(x)',
    ];
    expect(
      bannedViolations([plant('src/metrics/a.ts', ...alike), plant('src/market/decimal.ts', 'Number(text)')]),
    ).toEqual([]);
  });

  it('sees an export without a docstring of its own', () => {
    const file = plant(
      'src/a.ts',
      '/** Right. */',
      'export function right(a: string): void;',
      'export function right(a: number): void;',
      'export const bare = 1;',
      '/* No docstring. */',
      'export interface Plain {}',
      '/** Too far away. */',
      '',
      'export type Far = 1;',
      '// export const comment = 1;',
      'export default right;',
    );
    expect(rules(docstringViolations([file]))).toEqual([
      '4 bare has no docstring',
      '6 Plain has no docstring',
      '9 Far has no docstring',
      '11 exports have names',
    ]);
  });

  it('sees a code that the registry or the page lacks', () => {
    const page = '| `E_A` | 2 | One. | Do. |\n| `E_B` | 3 | Two. | Do. |\n| `E_B` | 3 | Two. | Do. |\n';
    const registry = [
      { code: 'E_A', exit: 3, meaning: 'One.' },
      { code: 'E_B', exit: 3, meaning: 'Two.' },
    ];
    expect(errorPageDifferences(registry, documentedErrors(page))).toEqual([
      'docs/errors.md lacks: E_A 3 One.',
      'the registry lacks: E_A 2 One.',
      'docs/errors.md repeats: E_B 3 Two.',
    ]);
  });

  it('sees what is left to do and what points at a machine', () => {
    const left = [
      'TO' + 'DO: later',
      'FIX' + 'ME',
      'X' + 'XX',
      'see /ho' + 'me/me/data.csv',
      "'/tm" + "p/x'",
      'C:' + '\\Users',
    ];
    for (const text of left) expect(leftoverViolations([plant('docs/a.md', '', text)])).toHaveLength(1);
    expect(
      leftoverViolations([
        plant('docs/a.md', 'https://a.org/home/x', '../work/x', 'XXXL', 'and/or'),
        plant('test/a.ts', ...left),
      ]),
    ).toEqual([]);
  });
});
