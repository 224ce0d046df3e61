import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import * as regimeta from 'regimeta';
import { describe, expect, it } from 'vitest';
import { writeBarFiles } from '../support/bar-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const strategy = (name: string): Promise<regimeta.LoadedStrategy> =>
  regimeta.loadStrategy(fileURLToPath(new URL(`../../strategies/${name}.ts`, import.meta.url)), regimeta);

/** Bars of three symbols of different length, one of them compressed. */
function dataFolder(): string {
  const folder = join(temporaryFolder(), 'data');
  mkdirSync(folder);
  writeBarFiles(folder, ['AAA'], 5_000);
  writeBarFiles(folder, ['BBB'], 900);
  writeBarFiles(folder, ['CCC'], 4_096);
  const path = join(folder, 'CCC.csv');
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
  rmSync(path);
  return folder;
}

async function requestOf(name: string, dataPath: string, settings: Readonly<Record<string, unknown>>) {
  return {
    loaded: await strategy(name),
    dataPath,
    parameters: {},
    settings,
    storePath: join(temporaryFolder(), 'runs.sqlite'),
    reportFolder: null,
    command: 'test',
  };
}

describe('a run whose bars are streamed', () => {
  it.each([
    ['everything', {}],
    ['a period and some symbols', { from: '2003-05-05', to: '2010-01-01', symbols: ['CCC', 'AAA'] }],
    ['partial fills of bars with little volume', { participation: 0.1, fill: 'same-close', cash: 1e7 }],
  ])('records the same journal, metrics and configuration as one in memory: %s', async (_, settings) => {
    const data = dataFolder();
    const reportOf = async (streaming: string) => {
      const request = await requestOf('sma-crossover', data, { ...settings, streaming });
      return (await regimeta.runBacktest(request, regimeta.nodeHost())).report;
    };
    const streamed = await reportOf('on');
    const inMemory = await reportOf('off');
    expect(streamed.run.journalHash).toBe(inMemory.run.journalHash);
    expect(streamed.run.configHash).toBe(inMemory.run.configHash);
    expect(streamed.run.dataHash).toBe(inMemory.run.dataHash);
    expect(streamed.run.symbols).toEqual(inMemory.run.symbols);
    expect(streamed.arms[0]!.metrics).toEqual(inMemory.arms[0]!.metrics);
    expect(streamed.arms[0]!.metrics.round_trips!.value).toBeGreaterThan(10);
  });

  it('can be compared with the baselines', async () => {
    const data = dataFolder();
    const baselines = await regimeta.loadBaselines(regimeta);
    const hashOf = async (streaming: string) => {
      const request = { ...(await requestOf('sma-crossover', data, { streaming })), baselines };
      return (await regimeta.runCompare(request, regimeta.nodeHost())).report.run.journalHash;
    };
    expect(await hashOf('on')).toBe(await hashOf('off'));
  });

  it('is refused where a learner must train on its bars', async () => {
    const request = await requestOf('meta-momentum', dataFolder(), { streaming: 'on' });
    await expect(regimeta.runBacktest(request, regimeta.nodeHost())).rejects.toThrow(
      'E_PARAMETER_INVALID --streaming',
    );
  });

  it('leaves rows that obey every rule of the schema, although they were written without checks', async () => {
    const request = await requestOf('sma-crossover', dataFolder(), { streaming: 'on' });
    await regimeta.runBacktest(request, regimeta.nodeHost());
    const raw = new Database(request.storePath, { readonly: true });
    expect(raw.pragma('foreign_key_check')).toEqual([]);
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    raw.close();
  });
});
