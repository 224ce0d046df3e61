import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeMinuteBars } from './minute-bars.ts';

/** The script of the job, in the language that this file is run in. */
const JOB = fileURLToPath(import.meta.url).replace(/memory(\.[jt]s)$/, 'memory-job$1');

/** Peak memory and speed of the whole job on so many bars, in a process of its own. */
function measureJob(bars: number): { kilobytes: number; barsPerSecond: number } {
  const folder = mkdtempSync(join(tmpdir(), 'regimeta-bench-'));
  try {
    const data = join(folder, 'SYNTHETIC.csv');
    writeMinuteBars(data, bars);
    const printed = execFileSync(process.execPath, [...process.execArgv, JOB, data], { encoding: 'utf8' });
    return JSON.parse(printed) as { kilobytes: number; barsPerSecond: number };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Peak memory of a whole job (CSV of one-minute bars, SMA 10/30, streamed, everything recorded) with 1 M and with 10 M
 * bars, and the one over the other: 1 where memory does not grow with the bars. Needs 1.3 GB of temporary files.
 */
export async function memoryBench(): Promise<Record<string, number>> {
  const small = measureJob(1_000_000);
  const large = measureJob(10_000_000);
  return {
    rss_megabytes_1m: small.kilobytes / 1024,
    rss_megabytes_10m: large.kilobytes / 1024,
    rss_ratio_10m_over_1m: large.kilobytes / small.kilobytes,
    job_bars_per_second_10m: large.barsPerSecond,
  };
}
