import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as regimeta from '../src/index.ts';
import { writeMinuteBars } from './minute-bars.ts';

const BARS = 20_000;
const RUNS = 3;

/** Long enough that what each thread compiles for itself, a second of the processor, is not what is measured. */
const AXES = {
  fast: Array.from({ length: 20 }, (_, step) => 5 + step),
  slow: Array.from({ length: 20 }, (_, step) => 30 + 5 * step),
};
const TRIALS = 400;

/** No further run is begun after so many seconds: one pair of them says something already. */
const SECONDS_MAX = 40;

interface SweepCost {
  readonly seconds: number;
  /** Processor seconds of all threads. */
  readonly cpu: number;
}

const least = (a: SweepCost, b: SweepCost): SweepCost => ({
  seconds: Math.min(a.seconds, b.seconds),
  cpu: Math.min(a.cpu, b.cpu),
});

/**
 * Trials a second of a sweep of the SMA crossover over 400 pairs on 20,000 one-minute bars, with one worker and with one for each
 * core; and the part of the ideal gain that they bring: 1 where n workers take an nth of the time. Reading the bars counts too. Other work on
 * the cores lowers it; the processor time of one worker by that of all does not depend on it as much, and bounds the gain. From
 * the root of the project.
 */
export async function sweepBench(): Promise<Record<string, number>> {
  const loaded = await regimeta.loadStrategy('strategies/sma-crossover.ts', regimeta);
  const folder = mkdtempSync(join(tmpdir(), 'regimeta-bench-'));
  const dataPath = join(folder, 'SYNTHETIC.csv');
  const costWith = async (workers: number, run: number): Promise<SweepCost> => {
    const storePath = join(folder, `runs-${workers}-${run}.sqlite`);
    const request = {
      loaded,
      dataPath,
      settings: {},
      axes: AXES,
      random: null,
      rerun: false,
      command: 'bench',
    };
    const before = process.cpuUsage();
    const { elapsedMs } = await regimeta.runSweep({ ...request, workers, storePath }, regimeta.nodeHost());
    const { user, system } = process.cpuUsage(before);
    return { seconds: elapsedMs / 1000, cpu: (user + system) / 1e6 };
  };
  const cores = availableParallelism();
  let one: SweepCost = { seconds: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY };
  let all = one;
  try {
    writeMinuteBars(dataPath, BARS);
    const start = performance.now();
    // In turns, so that both meet the same machine.
    for (let run = 0; run < RUNS && performance.now() - start < SECONDS_MAX * 1000; run++) {
      one = least(one, await costWith(1, 2 * run));
      all = least(all, await costWith(cores, 2 * run + 1));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return {
    sweep_workers: cores,
    sweep_trials_per_second_1: TRIALS / one.seconds,
    sweep_trials_per_second_all: TRIALS / all.seconds,
    sweep_efficiency: one.seconds / all.seconds / cores,
    sweep_cpu_ratio: one.cpu / all.cpu,
  };
}
