import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { anticorPortfolio } from '../../../../src/strategy/allocation/online/anticor-portfolio.ts';
import { bestConstantWeights } from '../../../../src/strategy/allocation/online/best-constant-weights.ts';
import { confidenceWeightedPortfolio } from '../../../../src/strategy/allocation/online/confidence-weighted-portfolio.ts';
import { constantPortfolio } from '../../../../src/strategy/allocation/online/constant-portfolio.ts';
import { exponentiatedGradient } from '../../../../src/strategy/allocation/online/exponentiated-gradient.ts';
import { heldPortfolio } from '../../../../src/strategy/allocation/online/held-portfolio.ts';
import { movingAveragePortfolio } from '../../../../src/strategy/allocation/online/moving-average-portfolio.ts';
import type { OnlinePortfolio } from '../../../../src/strategy/allocation/online/online-portfolio.ts';
import { onlineWealth } from '../../../../src/strategy/allocation/online/online-wealth.ts';
import { passiveAggressivePortfolio } from '../../../../src/strategy/allocation/online/passive-aggressive-portfolio.ts';
import { robustMedianPortfolio } from '../../../../src/strategy/allocation/online/robust-median-portfolio.ts';

/** Price relatives of the literature (OLPS toolbox), which may not be shipped: where a copy lies beside the project. */
const FOLDER = '../shared/data/olps';
const isThere = existsSync(`${FOLDER}/djia.csv`);

const RULES: Readonly<Record<string, (assets: number) => OnlinePortfolio>> = {
  market: heldPortfolio,
  ucrp: (assets) => constantPortfolio(assets),
  eg: (assets) => exponentiatedGradient(assets),
  pamr: (assets) => passiveAggressivePortfolio(assets),
  pamr1: (assets) => passiveAggressivePortfolio(assets, { variant: 1 }),
  pamr2: (assets) => passiveAggressivePortfolio(assets, { variant: 2 }),
  olmar1: (assets) => movingAveragePortfolio(assets),
  olmar2: (assets) => movingAveragePortfolio(assets, { average: 'exponential' }),
  rmr: (assets) => robustMedianPortfolio(assets),
  cwmr_var: (assets) => confidenceWeightedPortfolio(assets),
  cwmr_std: (assets) => confidenceWeightedPortfolio(assets, { form: 'deviation' }),
  anticor: (assets) => anticorPortfolio(assets),
  anticor_undrifted: (assets) => anticorPortfolio(assets, { form: 'undrifted' }),
};

/** Final wealth as independent code recomputed it from the same files, and how near ours has to be. */
const EXPECTED = [
  ['market', 1e-6, { 'nyse-o': 14.49730828, sp500: 1.341643866, djia: 0.7643610323 }],
  ['ucrp', 1e-6, { 'nyse-o': 27.07524634, sp500: 1.648713739, djia: 0.8127260665 }],
  ['eg', 1e-6, { 'nyse-o': 27.0948896, sp500: 1.633324972, djia: 0.8100301822 }],
  ['pamr', 1e-5, { 'nyse-o': 5138427764000000, sp500: 5.094875221, djia: 0.6800497941 }],
  ['pamr1', 1e-5, { sp500: 5.094875221, djia: 0.6800497941 }],
  ['pamr2', 1e-5, { sp500: 5.003501561, djia: 0.7053946706 }],
  ['olmar1', 1e-5, { 'nyse-o': 7.214918192e16, sp500: 15.94345521, djia: 2.537231784 }],
  ['olmar2', 1e-5, { 'nyse-o': 1.021954815e18, sp500: 9.594511105, djia: 1.161133083 }],
  ['rmr', 1e-6, { sp500: 8.412476342, djia: 2.684969371 }],
  ['cwmr_var', 1e-6, { sp500: 5.944436489, djia: 0.6881247837 }],
  ['cwmr_std', 1e-6, { sp500: 5.953287955, djia: 0.6871241461 }],
  // Of a program of our own in another language, since variants of this rule differ by some percent.
  ['anticor', 1e-9, { djia: 1.6705438238738084 }],
  // As another program reports it, to its digits.
  ['anticor_undrifted', 4e-6, { sp500: 5.60967, djia: 1.62595 }],
] as const;

const COSTS = { '0.001': 0.450669, '0.0025': 0.242799, '0.005': 0.0862944, '0.01': 0.0107514 };

function relativesOf(set: string): Float64Array[] {
  const [, ...lines] = readFileSync(`${FOLDER}/${set}.csv`, 'utf8').trim().split('\n');
  return lines.map((line) => Float64Array.from(line.split(','), Number));
}

describe.skipIf(!isThere)('online portfolio selection on the sets of the literature', () => {
  const relatives = isThere
    ? { 'nyse-o': relativesOf('nyse-o'), sp500: relativesOf('sp500'), djia: relativesOf('djia') }
    : { 'nyse-o': [], sp500: [], djia: [] };

  for (const [rule, tolerance, wealths] of EXPECTED) {
    for (const [set, wealth] of Object.entries(wealths)) {
      it(`${rule} ends on ${set} with the published wealth`, () => {
        const periods = relatives[set as keyof typeof relatives];
        const found = onlineWealth(RULES[rule]!(periods[0]!.length), periods).at(-1)!;
        expect(Math.abs(found / wealth - 1)).toBeLessThan(tolerance);
      });
    }
  }

  for (const [set, wealth] of [
    ['nyse-o', 250.5970749],
    ['sp500', 4.068627321],
    ['djia', 1.239928438],
  ] as const) {
    it(`the best constant portfolio in hindsight of ${set} has the wealth of an independent optimiser`, () => {
      const weights = bestConstantWeights(relatives[set]);
      const found = onlineWealth(constantPortfolio(weights.length, weights), relatives[set]).at(-1)!;
      expect(Math.abs(found / wealth - 1)).toBeLessThan(1e-6);
    });
  }

  it('costs take from mean reversion what the toolbox says they take', () => {
    for (const [rate, wealth] of Object.entries(COSTS)) {
      const found = onlineWealth(passiveAggressivePortfolio(30), relatives.djia, Number(rate)).at(-1)!;
      expect(Math.abs(found / wealth - 1)).toBeLessThan(1e-4);
    }
  });
});
