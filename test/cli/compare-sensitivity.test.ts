import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const META = fileURLToPath(new URL('../../strategies/meta-momentum.ts', import.meta.url));

interface Row {
  readonly axis: string;
  readonly setting: string;
  readonly isBase: boolean;
  readonly arms: readonly { readonly arm: string; readonly journalHash: string; readonly sharpe: number }[];
}

// Several comparisons, on a machine that may be busy.
it('a sensitivity run has, setting by setting, the journals of runs with that setting', {
  timeout: 240_000,
}, async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'made');
  const size = ['--bars', '1200', '--symbols', '4', '--regime-bars', '150'];
  expect((await regimeta(['data', 'synthesize', '--out', data, ...size])).code).toBe(0);
  const options = [
    '--data',
    data,
    '--reports',
    join(folder, 'reports'),
    '--meta-steps',
    '3',
    '--arms',
    'random-time',
  ];
  const words = ['compare', META, ...options, '--json'];
  const { arms, experiment, verdict } = JSON.parse((await regimeta([...words, '--sensitivity'])).stdout);
  const rows = experiment.sensitivity as Row[];
  expect(rows.map(({ axis, setting }) => `${axis} ${setting}`)).toEqual([
    'costs ×0',
    'costs ×0.5',
    'costs ×1',
    'costs ×2',
    'fill next-open',
    'fill next-close',
    'fill same-close',
    'detector threshold ×0.5',
    'detector threshold ×1',
    'detector threshold ×2',
    'ambiguous-fills stop-first',
    'ambiguous-fills limit-first',
  ]);
  const hashes = (list: readonly { readonly journalHash: string }[]): string[] =>
    list.map(({ journalHash }) => journalHash);
  for (const row of rows.filter(({ isBase }) => isBase)) {
    expect(hashes(row.arms)).toEqual(hashes(arms));
    expect(row.arms.map(({ sharpe }) => sharpe)).toEqual([
      arms[0].metrics.sharpe.value,
      arms[1].metrics.sharpe.value,
    ]);
  }
  const free = ['--commission-bps', '0', '--slippage-bps', '0', '--conversion-bps', '0'];
  const close = ['--fill', 'next-close'];
  for (const [setting, flags] of [
    ['×0', free],
    ['next-close', close],
  ] as const) {
    const alone = JSON.parse((await regimeta([...words, ...flags])).stdout);
    expect(hashes(rows.find((row) => row.setting === setting)!.arms)).toEqual(hashes(alone.arms));
  }
  expect(verdict.trials).toBe(1);
});
