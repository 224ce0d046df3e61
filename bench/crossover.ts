import * as regimeta from '../src/index.ts';
import { loadStrategy } from '../src/run/load-strategy.ts';
import { runCounted } from './arm.ts';
import { bareLoop } from './bare-loop.ts';
import { fastestInTurns } from './fastest.ts';
import { randomBars } from './random-bars.ts';

/** Seconds of the shipped SMA 10/30 crossover through the whole engine, and of the bare loop. */
export interface LoopSeconds {
  readonly engine: number;
  readonly bare: number;
  /** The first run of the process, in which the engine is still being compiled; the threads of the compiler count too. */
  readonly engineFirst: number;
}

/** Measures the crossover on so many random bars, in turns with the bare loop. */
export async function secondsOfCrossover(count: number): Promise<LoopSeconds> {
  const loaded = await loadStrategy('strategies/sma-crossover.ts', regimeta);
  const bars = randomBars(count);
  const equity = new Float64Array(count);
  const { fastest, first } = await fastestInTurns(
    {
      engine: async () => (await runCounted(loaded, [bars])).marks,
      bare: () => bareLoop(bars, equity),
    },
    // The first runs compile the code, and compile it again where it was wrong about what comes.
    { runs: count > 1_000_000 ? 3 : 8, seconds: 4 },
  );
  return { engine: fastest.engine, bare: fastest.bare, engineFirst: first.engine };
}
