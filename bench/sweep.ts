import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as regimeta from '../src/index.ts';
import { writeMinuteBars } from './minute-bars.ts';

const BARS = 50_000;
const RUNS = 3;

/** No further run is begun after so many seconds: one pair of them says something already. */
const SECONDS_MAX = 40;

/**
 * Trials a second of a sweep of the SMA crossover over 40 pairs on 50,000 one-minute bars, with one worker and with one for each
 * core; and the part of the ideal gain that they bring: 1 where n workers take an nth of the time. Reading the bars counts too. From
 * the root of the project.
 */
export async function sweepBench(): Promise<Record<string, number>> {
  const loaded = await regimeta.loadStrategy('strategies/sma-crossover.ts', regimeta);
  const folder = mkdtempSync(join(tmpdir(), 'regimeta-bench-'));
  const dataPath = join(folder, 'SYNTHETIC.csv');
  const axes = { fast: [5, 10, 15, 20], slow: [30, 40, 50, 60, 70, 80, 90, 100, 110, 120] };
  const secondsWith = async (workers: number, run: number): Promise<number> => {
    const storePath = join(folder, `runs-${workers}-${run}.sqlite`);
    const request = { loaded, dataPath, settings: {}, axes, random: null, rerun: false, command: 'bench' };
    const { elapsedMs } = await regimeta.runSweep({ ...request, workers, storePath }, regimeta.nodeHost());
    return elapsedMs / 1000;
  };
  const cores = availableParallelism();
  let one = Number.POSITIVE_INFINITY;
  let all = Number.POSITIVE_INFINITY;
  try {
    writeMinuteBars(dataPath, BARS);
    const start = performance.now();
    // In turns, so that both meet the same machine.
    for (let run = 0; run < RUNS && performance.now() - start < SECONDS_MAX * 1000; run++) {
      one = Math.min(one, await secondsWith(1, 2 * run));
      all = Math.min(all, await secondsWith(cores, 2 * run + 1));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return {
    sweep_workers: cores,
    sweep_trials_per_second_1: 40 / one,
    sweep_trials_per_second_all: 40 / all,
    sweep_efficiency: one / all / cores,
  };
}
