import { NOISES, rejections } from './calibration.ts';

/** Samples of a cell by its length: a share of 5 % is then known within 2 points, of 1,000 days within 4, at twice its standard error. */
const SAMPLES: Readonly<Record<number, number>> = { 60: 500, 120: 500, 250: 400, 1000: 120 };

/** The true difference of annual Sharpe ratios at which the power is measured. */
const EFFECT = 1;

/** The annual Sharpe ratio of both arms in the further cell of size. */
const LEVEL_HIGH = 2;

/**
 * How often each test rejects at 5 %: where both arms have the same Sharpe ratio (`size`), for returns of several kinds and lengths, and where one
 * is better by an annual Sharpe ratio of 1 (`power`), for independent normal ones. Seeds 1 and 2.
 */
export async function evidenceBench(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  const scale = Number(process.env['EVIDENCE_SCALE'] ?? 1);
  for (const [length, usual] of Object.entries(SAMPLES)) {
    const days = Number(length);
    const samples = Math.ceil(scale * usual);
    const record = (label: string, shares: Record<string, number>): void => {
      const [kind, ...rest] = label.split(' ');
      for (const [test, share] of Object.entries(shares))
        figures[`${kind} ${test} ${rest.join(' ')} ${days}`] = share;
      process.stderr.write(`  ${label} ${days} days: ${JSON.stringify(shares)}\n`);
    };
    for (const noise of NOISES)
      record(`size ${noise}`, rejections({ noise, days, difference: 0, samples, seed: 1 }));
    const high = { noise: 'iid', days, difference: 0, level: LEVEL_HIGH, samples, seed: 1 } as const;
    record(`size iid-level-${LEVEL_HIGH}`, rejections(high));
    record('power iid', rejections({ noise: 'iid', days, difference: EFFECT, samples, seed: 2 }));
  }
  return Promise.resolve(figures);
}
