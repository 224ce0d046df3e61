import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CommandOutcome, regimeta } from '../support/command-line.ts';
import { writeStrategy } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Enters on the second bar with exits that the third bar reaches both. */
const HEADER = 'date,open,high,low,close';
const BARS = [
  '2024-01-01,100,100,100,100',
  '2024-01-02,100,101,99,100',
  '2024-01-03,100,112,88,100',
  '2024-01-04,100,101,99,100',
];

/** Runs a bracket of ten over the bars without costs; `volumes` is a further column. */
function run(volumes: readonly number[] | null, ...words: string[]): Promise<CommandOutcome> {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  const header = volumes ? `${HEADER},volume` : HEADER;
  const rows = BARS.map((line, i) => (volumes ? `${line},${volumes[i]}` : line));
  writeFileSync(join(data, 'A.csv'), `${[header, ...rows].join('\n')}\n`);
  const body = `if (context.position('A').quantity === 0 && context.time === Date.UTC(2024, 0, 1))
    context.bracket('A', { side: 'buy', quantity: 10, stopLoss: 90, takeProfit: 110 });`;
  const free = ['--commission-bps', '0', '--slippage-bps', '0', '--no-report'];
  const output = ['--reports', join(folder, 'reports')];
  return regimeta(['backtest', writeStrategy({ body }), '--data', data, ...output, ...free, ...words]);
}

const metricsOf = ({ stdout }: CommandOutcome): Record<string, { value: number }> =>
  JSON.parse(stdout).arms[0].metrics;

describe('a backtest', () => {
  it('says how many fills were ambiguous, and what the other way round would have made', async () => {
    const { stdout, code } = await run([1000, 1000, 1000, 1000]);
    expect(code).toBe(0);
    expect(stdout).toContain('ambiguous: written 1 fill; the other way round, profit would differ by 200\n');
    const json = metricsOf(await run([1000, 1000, 1000, 1000], '--json'));
    expect(json).toMatchObject({
      fills_ambiguous: { value: 1 },
      ambiguous_profit_difference: { value: 200 },
    });
  });

  it('takes a tenth of the volume unless it is told to take any', async () => {
    const volumes = [20, 20, 20, 20];
    expect(metricsOf(await run(volumes, '--json')).ambiguous_profit_difference!.value).toBeLessThan(200);
    const free = metricsOf(await run(volumes, '--json', '--participation', 'none'));
    expect(free.ambiguous_profit_difference!.value).toBe(200);
  });

  it('of data without volumes is not limited by them', async () => {
    const metrics = metricsOf(await run(null, '--json'));
    expect(metrics.round_trips!.value).toBe(1);
    expect(metrics.ambiguous_profit_difference!.value).toBe(200);
  });
});
