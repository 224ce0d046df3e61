import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const META = fileURLToPath(new URL('../../strategies/meta-momentum.ts', import.meta.url));

interface SeedArm {
  readonly arm: string;
  readonly seed: number;
  readonly journalHash: string;
  readonly metrics: { readonly sharpe: { readonly value: number } };
  readonly sharpeDifference: number | null;
}

let folder: string;
let words: readonly string[];

beforeAll(async () => {
  folder = temporaryFolder();
  const data = join(folder, 'made');
  const size = ['--bars', '1200', '--symbols', '4', '--regime-bars', '150'];
  expect((await regimeta(['data', 'synthesize', '--out', data, ...size])).code).toBe(0);
  const arms = ['--arms', 'random-time,random-init,equal-weight'];
  words = [
    'compare',
    META,
    '--data',
    data,
    '--reports',
    join(folder, 'reports'),
    '--meta-steps',
    '3',
    ...arms,
  ];
}, 120_000);

// Several comparisons, on a machine that may be busy.
describe('regimeta compare --seeds', { timeout: 240_000 }, () => {
  it('gives the same journals, figures and verdict with one thread and with three, and each arm is that of its seed alone', async () => {
    const seeded = [...words, '--seeds', '1..2', '--json'];
    const one = JSON.parse((await regimeta([...seeded, '--workers', '1'])).stdout);
    const three = JSON.parse((await regimeta([...seeded, '--workers', '3'])).stdout);
    expect(three.journalHash).toBe(one.journalHash);
    expect(three.verdict).toEqual(one.verdict);
    const stripped = (seeds: SeedArm[]) =>
      seeds.map(({ arm, seed, journalHash }) => [arm, seed, journalHash]);
    expect(stripped(three.experiment.seeds)).toEqual(stripped(one.experiment.seeds));
    expect(one.experiment.seeds.map(({ arm, seed }: SeedArm) => `${arm} ${seed}`)).toEqual([
      'meta 1',
      'random-time 1',
      'random-init 1',
      'equal-weight 1',
      'meta 2',
      'random-time 2',
      'random-init 2',
    ]);
    const second = JSON.parse((await regimeta([...words, '--seed', '2', '--json'])).stdout);
    const ofTwo = one.experiment.seeds.filter(({ seed }: SeedArm) => seed === 2);
    expect(ofTwo.map(({ journalHash }: SeedArm) => journalHash)).toEqual(
      second.arms.slice(0, 3).map(({ journalHash }: SeedArm) => journalHash),
    );
    // The verdict is on the mean of the returns of both seeds, and says how they spread.
    expect(one.verdict.sentence).toMatch(/; mean of 2 seeds, by seed .* against random-time$/);
    const differences = one.experiment.seeds
      .filter(({ arm }: SeedArm) => arm === 'random-time')
      .map(({ sharpeDifference }: SeedArm) => sharpeDifference!);
    const [mine, theirs] = ['meta', 'random-time'].map((name) =>
      one.experiment.seeds.filter(({ arm }: SeedArm) => arm === name),
    );
    expect(differences).toEqual(
      mine.map((arm: SeedArm, i: number) => arm.metrics.sharpe.value - theirs[i].metrics.sharpe.value),
    );
  });

  it('is judged on returns that can be averaged again from the store alone', async () => {
    const { stdout } = await regimeta([...words, '--seeds', '2', '--seed', '5', '--json', '--workers', '2']);
    const { verdict, runId, storePath, settings } = JSON.parse(stdout);
    expect(settings.seeds).toEqual([5, 6]);
    const store = new Database(storePath, { readonly: true });
    const returnsOf = (name: string): number[] => {
      const arms = store
        .prepare('SELECT arm_id FROM arms WHERE run_id = ? AND name = ? ORDER BY seed')
        .pluck()
        .all(runId, name);
      const runs = arms.map((arm) => {
        const equity = store
          .prepare('SELECT equity FROM equity WHERE arm_id = ? ORDER BY slice')
          .pluck()
          .all(arm) as number[];
        return equity.map((value, i) => value / (i === 0 ? 100_000 : equity[i - 1]!) - 1);
      });
      return runs[0]!.map((_, i) => runs.reduce((sum, run) => sum + run[i]!, 0) / runs.length);
    };
    const sharpe = (returns: number[]): number => {
      const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
      const squares = returns.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
      return (mean / Math.sqrt(squares / (returns.length - 1))) * Math.sqrt(261);
    };
    for (const { against, sharpeDifference } of verdict.comparisons) {
      expect(sharpeDifference).toBeCloseTo(sharpe(returnsOf('meta')) - sharpe(returnsOf(against)), 9);
    }
    expect(verdict.comparisons).toHaveLength(3);
    store.close();
  });

  it('refuses seeds that are none, and a first seed beside a list', async () => {
    for (const given of [
      ['--seeds', '0'],
      ['--seeds', '3..1'],
      ['--seeds', 'x'],
      ['--seeds', '1,1'],
      ['--seeds', '1..2', '--seed', '7'],
    ]) {
      const { code, stderr } = await regimeta([...words, ...given]);
      expect(code).toBe(2);
      expect(stderr).toContain('seed');
    }
  });

  it('ends cleanly when it is interrupted in its threads', async () => {
    const { code, stderr } = await regimeta(
      [...words, '--seeds', '1..4', '--workers', '2', '--meta-steps', '5000'],
      {
        signal: { name: 'SIGINT', after: 'jobs in 2 threads' },
      },
    );
    expect(code).toBe(130);
    expect(stderr).toContain('E_INTERRUPTED');
    const list = await regimeta(['runs', 'list', '--reports', join(folder, 'reports'), '--json']);
    expect(JSON.parse(list.stdout)[0]).toMatchObject({ status: 'interrupted', journalHash: null });
  });
});
