import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { randomFrom } from '../math/random.ts';
import type { BarSeries } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { requireWritable } from './output-folder.ts';
import { type SyntheticMarketSettings, syntheticMarket } from './synthetic-market.ts';

/** Made data that a user asks for. */
export interface SynthesisRequest extends SyntheticMarketSettings {
  readonly seed: number;
  /** The new folder, which must not be there. */
  readonly folder: string;
}

/** A data folder that was made. */
export interface Synthesis {
  readonly folder: string;
  readonly symbols: number;
  readonly bars: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The first moments of all regimes but the first. */
  readonly changePoints: readonly EpochMs[];
}

/** Weekdays of a year: no day but Saturdays and Sundays is missing. */
const PERIODS_PER_YEAR = 261;

/**
 * Makes a data folder with regimes whose true changes stand in its manifest, for strategies to be tried where the truth is known.
 * Every second symbol is for training. The same settings and seed give the same bytes. Throws E_OUTPUT_UNWRITABLE where the
 * folder is there already.
 */
export function synthesizeData({ folder, seed, ...settings }: SynthesisRequest): Synthesis {
  if (existsSync(folder)) throw folderExists(folder);
  const { series, changePoints } = syntheticMarket(settings, randomFrom(seed).split('synthetic market'));
  requireWritable(dirname(resolve(folder)));
  mkdirSync(folder);
  const symbols = series.map((bars, index) => {
    const text = csvOf(bars);
    const file = `${bars.symbol}.csv`;
    writeFileSync(join(folder, file), text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    return {
      symbol: bars.symbol,
      file,
      part: index % 2 === 0 ? 'train' : 'test',
      sha256,
      rows: settings.bars,
    };
  });
  const { symbols: count, bars, regimeBars } = settings;
  const manifest = {
    name: `synthetic-${seed}`,
    title: `${count} made symbols, ${bars} daily bars with regimes of ${regimeBars} bars on average, seed ${seed}`,
    licence: 'CC0 1.0 (public domain dedication): made by a random number generator',
    prices: 'Made; in no currency.',
    flaws: ['Made data: what holds in them says nothing of any market.'],
    changePoints: changePoints.map(dateText),
    timeframe: '1d',
    periodsPerYear: PERIODS_PER_YEAR,
    symbols,
  };
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const { time } = series[0]!;
  return { folder, symbols: count, bars, from: time[0]!, to: time.at(-1)!, changePoints };
}

const dateText = (time: EpochMs): string => new Date(time).toISOString().slice(0, 10);

function csvOf({ time, open, high, low, close, volume }: BarSeries): string {
  const rows = Array.from(time, (moment, i) =>
    [dateText(moment), open[i], high[i], low[i], close[i], volume[i]].join(','),
  );
  return `date,open,high,low,close,volume\n${rows.join('\n')}\n`;
}

function folderExists(folder: string): RegimetaError {
  return new RegimetaError('E_OUTPUT_UNWRITABLE', {
    place: folder,
    rule: 'made data go into a new folder',
    found: 'a file or folder of that name',
    repair: 'Name another one with --out',
  });
}
