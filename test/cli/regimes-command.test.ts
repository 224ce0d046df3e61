import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeBarFiles } from '../support/bar-files.ts';
import { commandInProcess } from '../support/command-in-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;

beforeAll(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'data'));
  writeBarFiles(join(folder, 'data'), ['AAA', 'BBB', 'CCC'], 1_200);
});

interface Printed {
  readonly detector: { readonly name: string; readonly settings: Record<string, unknown> };
  readonly observed: string[];
  readonly changes: { readonly confirmedAt: number; readonly changedAt: number; readonly lagBars: number }[];
}

async function printed(...words: string[]): Promise<Printed> {
  const { stdout, stderr } = await commandInProcess(['regimes', join(folder, 'data'), '--json', ...words]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Printed;
}

describe('regimeta regimes', () => {
  it('lists what a detector would have confirmed, its settings, and draws it', async () => {
    const picture = join(folder, 'regimes.svg');
    const detector = 'cusum:threshold=5,of=values,minDwell=2';
    const found = await printed('--detector', detector, '--observe', 'return,correlation', '--svg', picture);
    expect(found.detector.settings).toMatchObject({
      method: 'guarded',
      minDwell: 2,
      inner: { method: 'cusum', threshold: 5, of: 'values' },
    });
    expect(found.observed).toEqual(['market_return', 'market_correlation']);
    expect(found.changes.length).toBeGreaterThan(0);
    for (const { confirmedAt, changedAt, lagBars } of found.changes) {
      expect(changedAt).toBeLessThanOrEqual(confirmedAt);
      expect(lagBars).toBeGreaterThanOrEqual(0);
    }
    const svg = readFileSync(picture, 'utf8');
    expect(svg.match(/class="confirmed"/g)).toHaveLength(found.changes.length);
  });

  it('says nothing else when the future is cut off', async () => {
    const whole = await printed('--detector', 'cusum:threshold=5');
    const border = whole.changes[Math.floor(whole.changes.length / 2)]!.confirmedAt;
    const cut = await printed('--detector', 'cusum:threshold=5', '--to', new Date(border).toISOString());
    expect(cut.changes).toEqual(whole.changes.filter(({ confirmedAt }) => confirmedAt <= border));
  });

  it('prints a table and two lines of the market', async () => {
    const { stdout } = await commandInProcess(['regimes', join(folder, 'data'), '--symbol', 'AAA']);
    expect(stdout).toMatch(/^data: AAA, \d{4}-/);
    expect(stdout).toMatch(/\nmarket {7}[▁▂▃▄▅▆▇█]+\nconfirmed {4}[·│]+\nprobability {2}[▁▂▃▄▅▆▇█]+\n/);
  });

  it.each([
    [['--detector', 'cusm'], 'E_PARAMETER_INVALID detector: the methods are'],
    [['--detector', 'cusum:thresold=3'], 'E_PARAMETER_INVALID cusum: Unrecognized key: "thresold"'],
    [['--detector', 'cusum:threshold=0'], 'E_PARAMETER_INVALID cusum.threshold: '],
    [['--symbol', 'AAB'], 'Did you mean AAA?'],
    [['--observe', 'weather'], 'E_PARAMETER_INVALID --observe'],
    [['--from', '2090-01-01'], 'E_DATA_SHORT regimes'],
    [['--detector', 'correlation-rule', '--observe', 'return'], 'E_PARAMETER_INVALID correlation-rule'],
  ])('refuses %j with a reason', async (words, message) => {
    const { code, stderr } = await commandInProcess(['regimes', join(folder, 'data'), ...words]);
    expect(stderr).toContain(message);
    expect([2, 3]).toContain(code);
  });
});
