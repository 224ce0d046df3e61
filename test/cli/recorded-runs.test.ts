import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import Papa from 'papaparse';
import * as program from 'regimeta';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_TABLES } from '../../src/model/export-table.ts';
import { Store } from '../../src/store/store.ts';
import { writeBarFiles } from '../support/bar-files.ts';
import { regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const STRATEGY = fileURLToPath(new URL('../../strategies/sma-crossover.ts', import.meta.url));

let folder: string;
let store: string;

/** Four runs: the second repeats the first, the third has another parameter, the fourth pays more. */
beforeAll(async () => {
  folder = temporaryFolder();
  const dataPath = join(folder, 'data');
  mkdirSync(dataPath);
  writeBarFiles(dataPath, ['AAA', 'BBB'], 700);
  store = join(folder, 'regimeta.sqlite');
  const loaded = await program.loadStrategy(STRATEGY, program);
  const common = { loaded, dataPath, storePath: store, reportFolder: null, command: 'test' };
  for (const [parameters, settings] of [
    [{ fast: 5, slow: 20 }, {}],
    [{ fast: 5, slow: 20 }, {}],
    [{ fast: 6, slow: 20 }, {}],
    [{ fast: 5, slow: 20 }, { slippageBps: 9 }],
  ]) {
    await program.runBacktest(
      { ...common, parameters: parameters!, settings: settings! },
      program.nodeHost(),
    );
  }
});

const rows = <Row>(sql: string, ...values: unknown[]): Row[] => {
  const database = new Database(store, { readonly: true });
  try {
    return database.prepare(sql).all(...values) as Row[];
  } finally {
    database.close();
  }
};

/** The command with its JSON, which must succeed. */
async function printed(...words: string[]): Promise<ReturnType<typeof JSON.parse>> {
  const { code, stdout, stderr } = await regimeta([...words, '--store', store, '--json']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

describe('runs diff', () => {
  it('finds nothing between a run and its repetition', async () => {
    expect(await printed('runs', 'diff', '1', '2')).toEqual({
      first: 1,
      second: 2,
      identity: [],
      arms: [{ arm: 'sma-crossover', outcome: 'same', parting: null }],
    });
  });

  it('names the parameter, and the first event that a plain walk over both journals finds', async () => {
    const { identity, arms } = await printed('runs', 'diff', '1', '3');
    expect(identity).toEqual([{ path: 'parameters.fast', first: 5, second: 6 }]);
    const events = (armId: number): { sequence: number; time: number; text: string }[] =>
      [
        ['orders', 'accepted'],
        ['fills', 'filled'],
        ['order_steps', 'step'],
      ]
        .flatMap(([table, kind]) =>
          rows<{ sequence: number; time: number }>(`SELECT * FROM ${table} WHERE arm_id = ?`, armId).map(
            ({ ...row }) => ({
              sequence: row.sequence,
              time: row.time,
              text: `${kind} ${JSON.stringify({ ...row, arm_id: 0 })}`,
            }),
          ),
        )
        .sort((a, b) => a.sequence - b.sequence);
    const [first, third] = [events(1), events(3)];
    const at = first.findIndex(({ text }, k) => text !== third[k]?.text);
    const [{ outcome, parting }] = arms;
    expect(outcome).toBe('parted');
    expect(parting.sequence).toBe(first[at]!.sequence);
    expect(Date.parse(parting.time)).toBe(Math.min(first[at]!.time, third[at]!.time));
  });

  it('names the fill and both prices where only the costs differ', async () => {
    const { identity, arms } = await printed('runs', 'diff', '1', '4');
    expect(identity).toEqual([{ path: 'settings.slippageBps', first: 5, second: 9 }]);
    const [one, other] = [1, 4].map(
      (armId) =>
        rows<{ sequence: number; price: number }>(
          'SELECT * FROM fills WHERE arm_id = ? ORDER BY sequence LIMIT 1',
          armId,
        )[0]!,
    );
    expect(arms[0].parting).toMatchObject({
      sequence: one!.sequence,
      kind: 'order-filled',
      field: 'price',
      first: one!.price,
      second: other!.price,
    });
    const text = await regimeta(['runs', 'diff', '1', '4', '--store', store]);
    expect(text.stdout).toMatch(/settings\.slippageBps +5 +9/);
    expect(text.stdout).toMatch(/order-filled +price/);
  });
});

describe('export', () => {
  it('writes each table with the same rows in all formats, which are those of the store', async () => {
    for (const format of ['csv', 'json', 'parquet']) {
      const { files } = await printed('export', '1', '--format', format, '--out', join(folder, 'out'));
      expect(files.map(({ table }: { table: string }) => table)).toEqual([...EXPORT_TABLES]);
    }
    const counts = rows<{ n: number }>(
      `SELECT count(*) AS n FROM equity WHERE arm_id = 1 UNION ALL SELECT count(*) FROM orders WHERE arm_id = 1
       UNION ALL SELECT count(*) FROM fills WHERE arm_id = 1 UNION ALL SELECT count(*) FROM round_trips WHERE arm_id = 1`,
    ).map(({ n }) => n);
    for (const [k, table] of EXPORT_TABLES.entries()) {
      const path = join(folder, 'out', table);
      const json = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Record<string, unknown>[];
      if (counts[k] !== undefined) expect(json).toHaveLength(counts[k]);
      const csv = Papa.parse<Record<string, string>>(readFileSync(`${path}.csv`, 'utf8'), {
        header: true,
        skipEmptyLines: true,
      }).data;
      const text = (value: unknown): string => (value === null ? '' : String(value as number | string));
      expect(csv).toEqual(
        json.map((row) =>
          Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)])),
        ),
      );
      const parquet = await parquetReadObjects({ file: await asyncBufferFromFile(`${path}.parquet`) });
      const plain = (value: unknown): unknown =>
        typeof value === 'bigint'
          ? Number(value)
          : value instanceof Date
            ? value.toISOString()
            : (value ?? null);
      expect(
        parquet.map((row) =>
          Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])),
        ),
      ).toEqual(json);
    }
    const [mark] = rows<{ cash: number; equity: number }>(
      'SELECT * FROM equity WHERE arm_id = 1 AND slice = 400',
    );
    const equity = JSON.parse(readFileSync(join(folder, 'out/equity.json'), 'utf8'));
    expect(equity[400]).toMatchObject({ arm: 'sma-crossover', cash: mark!.cash, equity: mark!.equity });
  });

  it('replaces nothing unless it is told to, and leaves no part of a file behind', async () => {
    const out = join(folder, 'once');
    const words = ['export', '1', '--tables', 'metrics,fills', '--store', store, '--out', out];
    expect((await regimeta(words)).code).toBe(0);
    const before = statSync(join(out, 'fills.csv')).mtimeMs;
    const again = await regimeta(words);
    expect([again.code, again.stderr]).toEqual([6, expect.stringMatching(/^E_OUTPUT_EXISTS .*--force/)]);
    expect(statSync(join(out, 'fills.csv')).mtimeMs).toBe(before);
    expect((await regimeta([...words, '--force'])).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['fills.csv', 'metrics.csv']);
    const unknown = await regimeta([...words.slice(0, 3), 'fill', ...words.slice(4)]);
    expect(unknown.stderr).toMatch(/^E_PARAMETER_INVALID --tables.*fills/);
  });

  it('keeps texts of users from being formulas, quotes and lines of a CSV', async () => {
    const loaded = await program.loadStrategy(STRATEGY, program);
    const strategy = { ...loaded.strategy, name: '=HYPERLINK("x"),\n1' };
    const storePath = join(folder, 'hostile.sqlite');
    const request = {
      dataPath: join(folder, 'data'),
      parameters: {},
      settings: {},
      storePath,
      reportFolder: null,
      command: '',
    };
    await program.runBacktest(
      {
        ...request,
        loaded: { ...loaded, strategy, fresh: () => ({ ...loaded, strategy, fresh: loaded.fresh }) },
      },
      program.nodeHost(),
    );
    await regimeta([
      'export',
      '1',
      '--tables',
      'metrics',
      '--store',
      storePath,
      '--out',
      join(folder, 'hostile'),
    ]);
    const { data } = Papa.parse<string[]>(readFileSync(join(folder, 'hostile/metrics.csv'), 'utf8'));
    expect(data[1]![0]).toBe(`'${strategy.name}`);
  });
});

describe('a DataFrame', () => {
  class DataFrame {
    readonly columns: Readonly<Record<string, readonly unknown[]>>;
    constructor(columns: Readonly<Record<string, readonly unknown[]>>) {
      this.columns = columns;
    }
  }

  it('has the columns of the table, from whichever package is there', async () => {
    const request = { storePath: store, runId: 1, table: 'fills' } as const;
    const asked: string[] = [];
    const frame = await program.runDataFrame<DataFrame>(request, async (name) => {
      asked.push(name);
      if (name === 'danfojs-node') throw new Error("Cannot find package 'danfojs-node'");
      return { default: { DataFrame } };
    });
    expect(asked).toEqual(['danfojs-node', 'danfojs']);
    const fills = rows<{ price: number; ends_order: number }>(
      'SELECT price, ends_order FROM fills WHERE arm_id = 1 ORDER BY sequence',
    );
    expect(frame.columns['price']).toEqual(fills.map(({ price }) => price));
    expect(frame.columns['ends_order']).toEqual(fills.map(({ ends_order: ends }) => ends === 1));
  });

  it('is refused with the reasons where no package loads', async () => {
    const request = { storePath: store, runId: 1, table: 'fills' } as const;
    await expect(
      program.runDataFrame(request, () => Promise.reject(new Error('no binary'))),
    ).rejects.toMatchObject({
      code: 'E_PACKAGE_MISSING',
      found: 'danfojs-node: no binary; danfojs: no binary',
    });
  });
});

describe('runs rm', () => {
  const count = (): number => rows<{ n: number }>('SELECT count(*) AS n FROM runs')[0]!.n;

  it('only says what it would remove without --yes', async () => {
    const { code, stderr } = await regimeta(['runs', 'rm', '2', '77', '--store', store]);
    expect(code).toBe(2);
    expect(stderr).toContain('would remove 2 (backtest of sma-crossover, complete), 77 (not in the store)');
    expect(count()).toBe(4);
  });

  it('removes all runs or none: not where one is unknown or its process lives', async () => {
    const unknown = await regimeta(['runs', 'rm', '2', '77', '--yes', '--store', store]);
    expect(unknown.stderr).toMatch(/^E_RUN_UNKNOWN/);
    const writer = Store.open(store, { processId: process.pid, now: () => Date.now() });
    const {
      runId: _,
      status: __,
      configHash: ___,
      startedAt: ____,
      finishedAt: _____,
      journalHash: ______,
      error: _______,
      ...identity
    } = writer.run(1);
    const running = writer.beginRun(identity);
    const active = await regimeta(['runs', 'rm', '2', String(running.runId), '--yes', '--store', store]);
    expect(active.stderr).toMatch(/^E_RUN_ACTIVE .*running/);
    running.interrupt();
    writer.close();
    expect(count()).toBe(5);
  });

  it('removes every row of a run, and its configuration still counts as a trial', async () => {
    const trials = (): number => {
      const reader = Store.openReadOnly(store);
      const { strategyName, dataHash } = reader.run(1);
      const found = reader.trials(strategyName, dataHash);
      reader.close();
      return found;
    };
    const before = trials();
    const { removed, bytesBefore, bytesAfter } = await printed('runs', 'rm', '3', '4', '--yes', '--vacuum');
    expect(removed).toEqual([3, 4]);
    expect(bytesAfter).toBeLessThan(bytesBefore);
    expect(trials()).toBe(before);
    expect(rows('PRAGMA foreign_key_check')).toEqual([]);
    const tables = rows<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
    for (const { name } of tables) {
      for (const column of rows<{ name: string }>(`PRAGMA table_info("${name}")`)) {
        if (column.name === 'run_id')
          expect(rows(`SELECT 1 FROM "${name}" WHERE run_id IN (3, 4)`)).toEqual([]);
        if (column.name === 'arm_id')
          expect(rows(`SELECT 1 FROM "${name}" WHERE arm_id IN (3, 4)`)).toEqual([]);
      }
    }
    const arms = rows<{ arm_id: number; journal_hash: string }>(
      'SELECT * FROM arms WHERE journal_hash IS NOT NULL',
    );
    const reader = Store.openReadOnly(store);
    for (const { arm_id: armId, journal_hash: hash } of arms) expect(reader.journalHash(armId)).toBe(hash);
    reader.close();
  });
});
