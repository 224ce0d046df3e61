import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

interface Example {
  readonly file: string;
  readonly source: string;
  readonly words: readonly string[];
  /** What the page says that the command prints; null where it says nothing. */
  readonly output: string | null;
}

/** A strategy with `// file:` on its first line, the command after it, and the output after that where there is one. */
const EXAMPLE =
  /```ts\n\/\/ file: (\S+)\n([\s\S]*?)```[\s\S]*?```sh\n(?:npx )?regimeta ([^\n]+)\n```(?:\s*```text\n([\s\S]*?)```)?/g;

function examplesOf(page: string): Example[] {
  return [...readFileSync(here(`../../${page}`), 'utf8').matchAll(EXAMPLE)].map((match) => ({
    file: match[1]!,
    source: match[2]!,
    words: match[3]!.split(' '),
    output: match[4] ?? null,
  }));
}

/** The figures of an output: its paths and hashes belong to one machine and one version. */
const figuresOf = (output: string): string =>
  output
    .split('\n')
    .filter((line) => !/^(report|store):/.test(line))
    .join('\n');

describe.each(['README.md', 'docs/writing-a-strategy.md', 'docs/learners.md'])('%s', (page) => {
  const examples = examplesOf(page);

  it('has an example strategy', () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(examples)(
    '$file runs with the command that the page gives, and prints what it shows',
    async (example) => {
      const folder = temporaryFolder();
      symlinkSync(here('../../datasets'), join(folder, 'datasets'));
      writeFileSync(join(folder, example.file), example.source);
      const { code, stdout, stderr } = await regimeta(example.words, { cwd: folder });
      expect(stderr).not.toMatch(/^E_/m);
      expect(code).toBe(0);
      if (example.output !== null) expect(figuresOf(stdout).trim()).toBe(figuresOf(example.output).trim());
    },
  );
});
