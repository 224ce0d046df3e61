import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The chart library as texts to inline. */
export interface ChartLibrary {
  /** The script, headed by its licence as the licence asks. */
  readonly script: string;
  readonly style: string;
}

const require = createRequire(import.meta.url);

/** Reads uPlot from the installed package. It defines the global `uPlot` and fetches nothing. */
export function readChartLibrary(): ChartLibrary {
  const licence = textOf('uplot/LICENSE').trim().replaceAll('*/', '* /');
  // The banner of the file is an address; the licence says more, and the page then holds no address at all.
  const code = textOf('uplot/dist/uPlot.iife.min.js').replace(/^\/\*![^*]*\*\//, '');
  return { script: `/*! uPlot\n${licence}\n*/${code}`, style: textOf('uplot/dist/uPlot.min.css') };
}

function textOf(specifier: string): string {
  // A parser of HTML reads CR LF as LF, which would change the hash that the policy allows.
  return readFileSync(require.resolve(specifier), 'utf8').replaceAll('\r\n', '\n');
}
