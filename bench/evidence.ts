import { NOISES, rejections } from './calibration.ts';

/** Samples of a cell: a share of 5 % is then known within 2 points, at twice its standard error. */
const SAMPLES = 500;

const LENGTHS = [60, 250, 1000];

/** The true difference of annual Sharpe ratios at which the power is measured. */
const EFFECT = 1;

/**
 * How often each test rejects at 5 %: where both arms have the same Sharpe ratio (`size`), for returns of several kinds and lengths, and where one
 * is better by an annual Sharpe ratio of 1 (`power`), for independent normal ones.
 */
export async function evidenceBench(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const samples = Number(process.env['EVIDENCE_SAMPLES'] ?? SAMPLES);
  for (const days of LENGTHS) {
    for (const noise of NOISES) {
      const sizes = rejections({ noise, days, difference: 0, samples, seed: 1 });
      for (const [test, share] of Object.entries(sizes)) figures[`size ${test} ${noise} ${days}`] = share;
      process.stderr.write(`  ${noise} ${days} days: ${JSON.stringify(sizes)}\n`);
    }
    const powers = rejections({ noise: 'iid', days, difference: EFFECT, samples, seed: 2 });
    for (const [test, share] of Object.entries(powers)) figures[`power ${test} iid ${days}`] = share;
  }
  return Promise.resolve(figures);
}
