/** Measures the case of the engine that the first argument names, alone in its process, and prints its figures. */
import { secondsOfCrossover } from './crossover.ts';
import { allocatedBytesPerBar } from './heap.ts';
import { crowdedSliceRatio, orderFigures } from './orders.ts';
import { portfolioFigures } from './portfolio.ts';

const CASES: Readonly<Record<string, () => Promise<unknown>>> = {
  crossover: () => secondsOfCrossover(Number(process.argv[3])),
  orders: orderFigures,
  crowd: crowdedSliceRatio,
  portfolio: portfolioFigures,
  heap: allocatedBytesPerBar,
};

process.stdout.write(JSON.stringify(await CASES[process.argv[2]!]!()));
