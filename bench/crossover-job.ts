import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as regimeta from '../src/index.ts';
import type { RunReport } from '../src/model/run-record.ts';

/** What a whole job came to. */
interface CrossoverJob {
  readonly seconds: number;
  readonly storeBytes: number;
  readonly report: RunReport;
}

/** Runs the shipped SMA 10/30 crossover on a data file as `regimeta backtest` does, the store included, in a folder of its own; from the root of the project. */
export async function runCrossoverJob(
  dataPath: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<CrossoverJob> {
  const loaded = await regimeta.loadStrategy('strategies/sma-crossover.ts', regimeta);
  const folder = mkdtempSync(join(tmpdir(), 'regimeta-bench-'));
  const storePath = join(folder, 'runs.sqlite');
  const request = {
    loaded,
    dataPath,
    parameters: {},
    settings,
    storePath,
    reportFolder: null,
    command: 'bench',
  };
  try {
    const start = performance.now();
    const { report } = await regimeta.runBacktest(request, regimeta.nodeHost());
    const seconds = (performance.now() - start) / 1000;
    return { seconds, storeBytes: statSync(storePath).size, report };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
