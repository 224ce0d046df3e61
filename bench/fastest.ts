/** Seconds of the fastest of a few runs; the results are summed so that no run can be left out. */
export async function fastestSeconds(
  runs: number,
  run: () => Promise<number> | number,
): Promise<{ seconds: number; checksum: number }> {
  let seconds = Number.POSITIVE_INFINITY;
  let checksum = 0;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    checksum += await run();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { seconds, checksum };
}
