import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const META = fileURLToPath(new URL('../../strategies/meta-momentum.ts', import.meta.url));

let words: readonly string[];

const compared = async (...given: string[]) =>
  JSON.parse((await regimeta([...words, '--json', ...given])).stdout);

beforeAll(async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'made');
  const size = ['--bars', '1500', '--symbols', '4', '--regime-bars', '150'];
  expect((await regimeta(['data', 'synthesize', '--out', data, ...size])).code).toBe(0);
  const options = [
    '--data',
    data,
    '--reports',
    join(folder, 'reports'),
    '--meta-steps',
    '3',
    '--arms',
    'frozen',
  ];
  words = ['compare', META, ...options];
}, 120_000);

// Several comparisons, on a machine that may be busy.
describe('regimeta compare', { timeout: 240_000 }, () => {
  it('walks forward by the trainings of runs that begin at the borders, and by one run until the first of them', async () => {
    const walked = await compared('--walk-forward', '2', '--embargo', '0');
    const plain = await compared();
    const store = new Database(walked.storePath, { readonly: true });
    const trainings = store
      .prepare(
        'SELECT fold, in_use_from, parameters_hash, to_time FROM trainings WHERE run_id = ? ORDER BY fold',
      )
      .all(walked.runId) as { in_use_from: number; parameters_hash: string; to_time: number }[];
    expect(trainings).toHaveLength(2);
    const border = new Date(trainings[1]!.in_use_from).toISOString().slice(0, 10);
    const later = await compared('--from', border);
    const hashOf = (runId: number) =>
      store.prepare('SELECT parameters_hash FROM trainings WHERE run_id = ?').pluck().get(runId);
    expect(trainings.map((training) => training.parameters_hash)).toEqual([
      hashOf(plain.runId),
      hashOf(later.runId),
    ]);
    expect(trainings[1]!.to_time).toBeLessThan(trainings[1]!.in_use_from);
    const equityOf = (runId: number): { time: number; equity: number }[] =>
      store
        .prepare(
          "SELECT time, equity FROM equity JOIN arms USING (arm_id) WHERE run_id = ? AND name = 'frozen'",
        )
        .all(runId) as { time: number; equity: number }[];
    const [mine, other] = [equityOf(walked.runId), equityOf(plain.runId)];
    // A decision at the border fills one slice later.
    const until = mine.findIndex(({ time }) => time === trainings[1]!.in_use_from);
    expect(mine.slice(0, until + 1)).toEqual(other.slice(0, until + 1));
    expect(mine).not.toEqual(other);
    store.close();
  });

  it('gives the same paths of a cross-validation with one thread and with two', async () => {
    const one = await compared('--cpcv', '3,1', '--workers', '1');
    const two = await compared('--cpcv', '3,1', '--workers', '2');
    expect(two.experiment.paths).toEqual(one.experiment.paths);
    expect(two.journalHash).toBe(one.journalHash);
    expect(one.experiment.paths.map(({ arm }: { arm: string }) => arm)).toEqual(['meta', 'frozen']);
    expect(one.experiment.paths[0].splits).toEqual([0, 1, 2]);
  });

  it('refuses trainings of a strategy that has none, and folds that are none', async () => {
    const crossover = META.replace('meta-momentum', 'sma-crossover');
    const { code, stderr } = await regimeta([
      'compare',
      crossover,
      ...words.slice(2, 4),
      '--walk-forward',
      '3',
    ]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('only a strategy with a learner has trainings'),
    ]);
    for (const given of ['1', 'x'])
      expect((await regimeta([...words, '--walk-forward', given])).code).toBe(2);
    for (const given of ['3', '3,3', '1,1'])
      expect((await regimeta([...words, '--cpcv', given])).code).toBe(2);
  });
});
