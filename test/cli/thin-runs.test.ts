import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { unbalancedTag, withoutScripts } from '../report/page-reader.ts';
import { writeBarFiles } from '../support/bar-files.ts';
import { commandInProcess } from '../support/command-in-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
let data: string;

beforeAll(() => {
  folder = temporaryFolder();
  data = join(folder, 'data');
  mkdirSync(data);
  writeBarFiles(data, ['AAA', 'BBB'], 300);
});

/** A strategy file whose hook has this body. */
function strategyOf(name: string, body: string): string {
  const path = join(folder, `${name}.ts`);
  writeFileSync(
    path,
    `import { defineStrategy, z } from 'regimeta';
let slices = 0;
export default defineStrategy({
  name: '${name}',
  description: 'For a test.',
  parameters: z.object({}),
  lookback: () => 1,
  onBar({ target }) {
    slices++;
    ${body}
  },
});
`,
  );
  return path;
}

const NEVER = 'void target;';
const ONCE = "if (slices === 5) target('AAA', 0.5);\n    if (slices === 50) target('AAA', 0);";

/** The command with its JSON and the page that it wrote, in which nothing may be undefined without a reason. */
async function run(
  ...words: readonly string[]
): Promise<{ result: ReturnType<typeof JSON.parse>; page: string }> {
  const { code, stdout, stderr } = await commandInProcess([
    ...words,
    '--data',
    data,
    '--reports',
    join(folder, 'out'),
    '--json',
  ]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const result = JSON.parse(stdout);
  const page = readFileSync(result.reportPath, 'utf8');
  expect(withoutScripts(page)).not.toMatch(/NaN|Infinity|undefined</);
  expect(unbalancedTag(page)).toBeNull();
  return { result, page };
}

/** Every metric is a finite number, or null with a reason. */
function requireReasons(
  arms: readonly { readonly metrics: Record<string, { value: number | null; reason: string | null }> }[],
): void {
  for (const { metrics } of arms) {
    for (const [name, { value, reason }] of Object.entries(metrics)) {
      expect([name, value === null ? typeof reason : Number.isFinite(value)]).toEqual([
        name,
        value === null ? 'string' : true,
      ]);
    }
  }
}

describe('a run that never trades', () => {
  it('has a return of zero, no ratio, and says why', async () => {
    const { result, page } = await run('backtest', strategyOf('never', NEVER));
    const [{ metrics }] = result.arms;
    expect(metrics.total_return.value).toBe(0);
    expect(metrics.volatility.value).toBe(0);
    for (const name of ['sharpe', 'sortino', 'calmar', 'hit_rate', 'profit_factor'])
      expect(metrics[name].value).toBeNull();
    requireReasons(result.arms);
    expect(page).toContain('n/a: ');
    expect(page).not.toContain('<section id="trades"');
  });

  it('is compared with arms that do, whose differences are n/a or finite, and never better', async () => {
    const { result, page } = await run('compare', strategyOf('never', NEVER));
    requireReasons(result.arms);
    expect(result.verdict === null || result.verdict.verdict !== 'better').toBe(true);
    expect(page).toContain('class="sentence"');
  });
});

describe('a run of one trade', () => {
  it('has one round trip, with the figures that one allows', async () => {
    const { result, page } = await run('backtest', strategyOf('once', ONCE));
    const [{ metrics }] = result.arms;
    expect(metrics.round_trips.value).toBe(1);
    requireReasons(result.arms);
    expect(page).toContain('The only round trip of');
    const { files } = JSON.parse(
      (
        await commandInProcess([
          'export',
          String(result.runId),
          '--store',
          result.storePath,
          '--out',
          join(folder, 'once'),
          '--json',
        ])
      ).stdout,
    );
    expect(files.find(({ table }: { table: string }) => table === 'round-trips').rows).toBe(1);
  });
});

describe('a run of one bar', () => {
  it('is recorded and shown, with reasons instead of ratios', async () => {
    const { result } = await run('backtest', strategyOf('never', NEVER), '--from', '2001-10-27');
    expect(result.arms).toHaveLength(1);
    requireReasons(result.arms);
  });
});

describe('an account that is ruined', () => {
  it('is told on the terminal and at the head of the page, where its figures alone would not say it', async () => {
    const file = join(folder, 'squeeze.csv');
    const rows = [10, 10, 10, 90, 95, 95].map(
      (price, i) => `2001-10-0${i + 1},${price},${price},${price},${price},1000000`,
    );
    writeFileSync(file, `date,open,high,low,close,volume\n${rows.join('\n')}\n`);
    const strategy = strategyOf('short', "target('SQUEEZE', -0.9);");
    const words = ['backtest', strategy, '--data', file, '--reports', join(folder, 'ruin')];
    const { code, stdout } = await commandInProcess(words);
    expect(code).toBe(0);
    expect(stdout).toContain('RUINED: short: equity fell to zero or below');
    const page = readFileSync(join(folder, 'ruin', 'backtest-short-1.html'), 'utf8');
    expect(withoutScripts(page)).toMatch(/role="alert">\s*<strong>An account was ruined: short\./);
  });
});
