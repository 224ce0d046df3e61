/** What is measured: it returns a number that depends on all of its work, so that none of it can be left out. */
type Measured = () => Promise<number> | number;

/** How long and how often to measure at the least. */
export interface Patience {
  readonly runs: number;
  readonly seconds: number;
}

/**
 * Seconds of the fastest run of each, measured in turns, so that a machine that is busy for a while is so for all of them; and
 * the first run of each, in which the code is still being compiled. Seconds of the processor, of all threads of this process:
 * on a quiet machine no less than those on the wall, and on a busy one nearly the same.
 */
export async function fastestInTurns<Name extends string>(
  all: Readonly<Record<Name, Measured>>,
  patience: Patience,
): Promise<{ fastest: Record<Name, number>; first: Record<Name, number>; checksum: number }> {
  const names = Object.keys(all) as Name[];
  const first = {} as Record<Name, number>;
  const fastest = {} as Record<Name, number>;
  const start = performance.now();
  let checksum = 0;
  for (let run = 0; run < patience.runs || performance.now() - start < patience.seconds * 1000; run++) {
    for (const name of names) {
      const before = processorSeconds();
      checksum += await all[name]();
      const seconds = processorSeconds() - before;
      first[name] ??= seconds;
      fastest[name] = Math.min(fastest[name] ?? seconds, seconds);
    }
  }
  return { fastest, first, checksum };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
