import { expect } from 'vitest';
import { BarTable } from '../../src/market/bar-table.ts';
import { type BarFile, type BarFileOptions, CsvBarParser } from '../../src/market/csv-bars.ts';
import { RegimetaError } from '../../src/model/regimeta-error.ts';

/** Parses a whole text, or bytes, as the file `bars.csv`, in blocks of the given size as a reader would hand them. */
export function parseText(
  content: string | Buffer,
  options: BarFileOptions = {},
  blockBytes = Infinity,
): BarFile {
  const bytes = Buffer.from(content);
  const bars = new BarTable(options.allowNegativePrices ?? false);
  const parser = new CsvBarParser('bars.csv', bars.rows, options);
  let start = 0;
  let end = Math.min(blockBytes, bytes.length);
  for (;;) {
    const last = end === bytes.length;
    start += parser.push(bytes.subarray(start, end), last);
    if (last) return { ...parser.finish(), series: bars.toSeries('BARS') };
    end = Math.min(end + blockBytes, bytes.length);
  }
}

/** The coded error that the work ends with. */
export function errorOf(work: () => unknown): RegimetaError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(RegimetaError);
    return error as RegimetaError;
  }
  throw new Error('no error was thrown');
}
