import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { writeBarFiles } from '../support/bar-files.ts';
import { type CommandOutcome, regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const shippedFolder = fileURLToPath(new URL('../../strategies', import.meta.url));
const shipped = (name: string): string => join(shippedFolder, `${name}.ts`);

/** Audits a strategy file on random bars of four symbols. */
function audit(strategy: string, ...words: string[]): Promise<CommandOutcome> {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data);
  writeBarFiles(data, ['AAA', 'BBB', 'CCC', 'DDD'], 1_500);
  return regimeta(['audit', strategy, '--data', data, '--points', '2', ...words]);
}

function plugin(head: string, body: string): string {
  const path = join(temporaryFolder(), 'audited.ts');
  writeFileSync(
    path,
    `import { defineStrategy, z } from 'regimeta';
    ${head}
    export default defineStrategy({
      name: 'audited',
      description: 'a strategy under audit',
      parameters: z.object({}),
      lookback: () => 1,
      onBar({ time, symbols, universe, history, target }) { ${body} },
    });`,
  );
  return path;
}

describe('regimeta audit', () => {
  it.each(readdirSync(shippedFolder).map((file) => file.replace(/\.ts$/, '')))(
    'finds nothing in %s, and finds a planted leak of one bar',
    async (name) => {
      const isTrained = readFileSync(shipped(name), 'utf8').includes('metaSteps: z.');
      const words = isTrained ? ['--meta-steps', '3'] : [];
      const { code, stdout, stderr } = await audit(shipped(name), ...words);
      expect(stderr).not.toMatch(/^E_/m);
      expect(stdout).toContain('nothing that depends on the future');
      expect(stdout).toMatch(/control: a planted leak of one bar was found/);
      expect(code).toBe(0);
    },
  );

  it('names the first event of a strategy that acts by chance', async () => {
    const path = plugin('', `if (Math.random() < 0.5) target('AAA', 0.5); else target('AAA', 0);`);
    const { code, stdout, stderr } = await audit(path);
    expect(stderr).toMatch(
      /E_NONDETERMINISTIC audited: .*order-accepted AAA of 2001-.* differs when the same run is repeated/,
    );
    // Nothing else would mean anything.
    expect(stdout.match(/^found:/gm)).toHaveLength(1);
    expect(stdout).toContain('control: not tried');
    expect(code).toBe(4);
  });

  it('finds a strategy that remembers the future from an earlier run', async () => {
    const path = plugin(
      'const seen: number[] = [];',
      `const close = history('AAA').close.ago(0);
       const known = seen.indexOf(close);
       if (known < 0) seen.push(close);
       target('AAA', known >= 0 && (seen[known + 1] ?? 0) > close ? 1 : 0);`,
    );
    const { code, stdout } = await audit(path, '--json');
    expect(JSON.parse(stdout).findings[0]).toMatchObject({ difference: { kind: 'order-accepted' } });
    expect(code).toBe(4);
  });

  it('says that it has shown nothing where the strategy never trades', async () => {
    const { code, stdout } = await audit(plugin('', ''));
    expect(stdout).toContain('this audit shows nothing');
    expect(code).toBe(0);
  });

  it('refuses more points than there are slices, and points that are no number', async () => {
    const many = await audit(shipped('sma-crossover'), '--from', '2005-02-01', '--points', '50');
    expect(many.stderr).toMatch(/^E_DATA_SHORT audit: /m);
    expect(many.code).toBe(3);
    const none = await audit(shipped('sma-crossover'), '--points', '0');
    expect(none.stderr).toMatch(/^E_USAGE .*--points/m);
    expect(none.code).toBe(2);
  });
});
