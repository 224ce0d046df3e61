import { Session } from 'node:inspector/promises';
import { z } from 'zod';
import { defineStrategy } from '../src/strategy/definition.ts';
import { inMemory, runCounted } from './arm.ts';
import { randomBars } from './random-bars.ts';

const BARS = 1_000_000;
const INTERVAL_BYTES = 1_024;

const watching = inMemory(
  defineStrategy({
    name: 'watching',
    description: 'Compares two means at every bar and never trades.',
    parameters: z.object({}),
    lookback: () => 31,
    onBar({ symbols, history, position, target }) {
      for (const symbol of symbols) {
        const closes = history(symbol).close;
        if (closes.mean(10) > 2 * closes.mean(30) && position(symbol).quantity === 0) target(symbol, 1);
      }
    },
  }),
);

interface ProfileNode {
  readonly selfSize: number;
  readonly children: readonly ProfileNode[];
}

function sizeOf({ selfSize, children }: ProfileNode): number {
  return children.reduce((sum, child) => sum + sizeOf(child), selfSize);
}

/**
 * Bytes that the engine allocates for a bar without an order, garbage included: the sampled heap profile of a run that
 * is twice as long less that of one, so that what is allocated once counts nothing.
 */
export async function allocatedBytesPerBar(): Promise<number> {
  const bytes: number[] = [];
  // A run before them compiles the code.
  for (const bars of [BARS, BARS, 2 * BARS]) bytes.push(await allocatedBytes(bars));
  return Math.max(0, (bytes[2]! - bytes[1]!) / BARS);
}

async function allocatedBytes(count: number): Promise<number> {
  const bars = randomBars(count);
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: INTERVAL_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await runCounted(watching, [bars]);
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  return sizeOf(profile.head);
}
