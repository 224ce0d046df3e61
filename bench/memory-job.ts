/** Runs the whole job on the data file named by the first argument and prints its peak memory, in kilobytes, and its speed. */
import { runCrossoverJob } from './crossover-job.ts';

const { seconds, report } = await runCrossoverJob(process.argv[2]!, { streaming: 'on' });
const kilobytes = process.resourceUsage().maxRSS;
process.stdout.write(JSON.stringify({ kilobytes, barsPerSecond: report.arms[0]!.marks / seconds }));
