import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeBarFiles } from '../support/bar-files.ts';
import { regimeta } from '../support/command-line.ts';
import { writeStrategy } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A strategy that trades on predictions of a learner with a memory of past regimes. */
const strategy = writeStrategy({
  properties: `learner: () => ({
    features: trendFeatures({ horizons: [1, 5], marketHorizons: [5], highWindow: 10 }),
    detector: bocpd(),
    model: matching({ hidden: [6], metaSteps: 4, tasksPerStep: 2, supportCapacity: 32, queryCapacity: 32 }),
    labelHorizonBars: 5,
    supportBars: [10, 20],
    supportRowsMin: 5,
    tasks: { queryBars: 10, symbolsPerTask: 2 },
    validation: { timeShare: 0.3, symbolShare: 0.5, tasks: 4, everySteps: 2, patience: 1 },
  }),`,
  body: 'const { symbols, target, prediction } = context; for (const symbol of symbols) target(symbol, (prediction(symbol) ?? 0) > 0 ? 0.2 : 0);',
});

const folder = temporaryFolder();
const data = writeBarFiles(temporaryFolder(), ['AAA', 'BBB', 'CCC', 'DDD'], 900);
const file = join(folder, 'learner.json');

interface PrintedRun {
  readonly runId: number;
  readonly journalHash: string;
}

async function run(...words: string[]): Promise<PrintedRun> {
  const base = ['backtest', strategy, '--data', data, '--reports', folder, '--no-report', '--json'];
  const { code, stdout, stderr } = await regimeta([...base, ...words]);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return JSON.parse(stdout);
}

function trainingSettings(runId: number): Record<string, unknown> {
  const database = new Database(join(folder, 'regimeta.sqlite'), { readonly: true });
  const row = database.prepare('SELECT settings FROM trainings WHERE run_id = ?').pluck().get(runId);
  database.close();
  return JSON.parse(String(row));
}

async function failure(...words: string[]): Promise<string> {
  const base = ['backtest', strategy, '--data', data, '--reports', folder, '--no-report'];
  const { stderr } = await regimeta([...base, ...words]);
  return stderr.split('\n').find((line) => line.startsWith('E_')) ?? stderr;
}

describe('a checkpoint on the command line', () => {
  let trained: PrintedRun;
  beforeAll(async () => {
    trained = await run('--save-checkpoint', file);
  });

  it('runs the strategy again without a training, event for event', async () => {
    const again = await run('--checkpoint', file);
    expect(again.journalHash).toBe(trained.journalHash);
    const [before, after] = [trained, again].map(({ runId }) => trainingSettings(runId));
    expect(before).toHaveProperty('validated');
    expect(after).toEqual({ ...before, checkpoint: expect.stringMatching(/^[\da-f]{64}$/) });
  });

  it('holds the past regimes of the training, and says where it comes from', () => {
    const saved = JSON.parse(readFileSync(file, 'utf8'));
    expect(saved.past.length).toBeGreaterThan(0);
    expect(saved.origin).toMatchObject({
      symbols: ['AAA', 'CCC'],
      dataHash: expect.stringMatching(/^[\da-f]{64}$/),
    });
  });

  it('is refused where it is damaged, missing, or later than the test period', async () => {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, readFileSync(file, 'utf8').slice(0, 5000));
    expect(await failure('--checkpoint', broken)).toMatch(/^E_CHECKPOINT .*broken\.json: .*one JSON object/);
    expect(await failure('--checkpoint', join(folder, 'none.json'))).toMatch(/^E_CHECKPOINT .*ENOENT/);
    expect(await failure('--checkpoint', file, '--from', '2001-06-01')).toMatch(/^E_SPLIT .*learner\.json: /);
  });

  it('is refused by a strategy with another model, with other labels, or without a learner', async () => {
    const change = (from: string, to: string): string => {
      const path = join(temporaryFolder(), 'other.ts');
      writeFileSync(path, readFileSync(strategy, 'utf8').replace(from, to));
      return path;
    };
    const failureOf = async (path: string): Promise<string> => {
      const words = ['backtest', path, '--data', data, '--reports', folder, '--checkpoint', file];
      const { stderr } = await regimeta([...words, '--no-report']);
      return stderr.split('\n').find((line) => line.startsWith('E_')) ?? stderr;
    };
    expect(await failureOf(change('hidden: [6]', 'hidden: [7]'))).toMatch(/^E_LEARNER_SHAPE checkpoint: /);
    expect(await failureOf(change('labelHorizonBars: 5', 'labelHorizonBars: 6'))).toMatch(
      /^E_CHECKPOINT .*labels look ahead .*here 6; found 5/,
    );
    expect(await failureOf(change('learner: ()', 'unused: ()'))).toMatch(
      /^E_PARAMETER_INVALID --checkpoint: /,
    );
  });
});
