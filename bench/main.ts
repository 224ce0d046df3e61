import { engineBench } from './engine.ts';
import { evidenceBench } from './evidence.ts';
import { labelledBench } from './labelled-series.ts';
import { learningBench } from './learning.ts';
import { memoryBench } from './memory.ts';
import { compareWithRecorded, recordRatios } from './recorded-ratios.ts';
import { regimesBench } from './regimes.ts';
import { sinusoidBench } from './sinusoid.ts';
import { storeBench } from './store.ts';
import { sweepBench } from './sweep.ts';

/** The benchmarks by name; each prints figures of one run on this machine, and ratios within that run. */
const BENCHES: Readonly<Record<string, () => Promise<Record<string, number>>>> = {
  engine: engineBench,
  learning: learningBench,
};

/** Those that take minutes to hours, which are run only where they are named. */
const LONG_BENCHES: typeof BENCHES = {
  evidence: evidenceBench,
  memory: memoryBench,
  store: storeBench,
  sweep: sweepBench,
  regimes: () => regimesBench(process.argv.slice(2)),
  'labelled-series': async () => labelledBench(process.argv.slice(2)),
  sinusoid: () => sinusoidBench(process.argv.slice(2)),
};

const words = process.argv.slice(2);
const asJson = words.includes('--json');
const names = words.filter((word) => !word.startsWith('--'));
const unknown = names.filter((name) => !(name in BENCHES || name in LONG_BENCHES));
if (unknown.length > 0) {
  process.stderr.write(
    `Unknown benchmark ${unknown.join(', ')}; there are ${Object.keys({ ...BENCHES, ...LONG_BENCHES }).join(', ')}.\n`,
  );
  process.exit(2);
}

const figures: Record<string, number> = {};
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  process.stderr.write(`bench ${name} …\n`);
  const measured = await (BENCHES[name] ?? LONG_BENCHES[name]!)();
  Object.assign(figures, measured);
  if (asJson) continue;
  for (const [figure, value] of Object.entries(measured)) {
    process.stdout.write(`${figure.padEnd(34)} ${value.toPrecision(4)}\n`);
  }
}
for (const { name, recorded, now, change, isWorse } of compareWithRecorded(figures)) {
  const percent = `${change < 0 ? '−' : '+'}${Math.abs(100 * change).toFixed(0)} %`;
  const verdict = isWorse ? 'WORSE than recorded' : 'as recorded or better, within 10 %';
  process.stderr.write(
    `${name.padEnd(34)} ${now.toPrecision(3)}, recorded ${recorded.toPrecision(3)} (${percent}): ${verdict}\n`,
  );
}
if (words.includes('--record')) recordRatios(figures);
if (asJson) process.stdout.write(`${JSON.stringify(figures)}\n`);
