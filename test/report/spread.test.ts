import { describe, expect, it } from 'vitest';
import type { Experiment, SeedArm, SensitivityRow } from '../../src/model/experiment.ts';
import type { RunReport } from '../../src/model/run-record.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { contentsOf, sectionOf, storedNumbers, textOf, unbalancedTag } from './page-reader.ts';
import { sampleReport } from './sample-report.ts';

const report = sampleReport();
const NOTHING: Experiment = { leftOut: [], seeds: [], sensitivity: [], paths: [] };

function withExperiment(experiment: Partial<Experiment>): RunReport {
  return { ...report, experiment: { ...NOTHING, ...experiment } };
}

/** Sharpe ratios of `meta` and `frozen` with three seeds; the last one of `frozen` is undefined. */
const SHARPES = { meta: [0.5, 0.7, 0.9], frozen: [0.6, 0.5, null] };
const seeds: SeedArm[] = Object.entries(SHARPES).flatMap(([arm, values]) =>
  values.map((value, k) => ({
    arm,
    role: arm === 'meta' ? 'subject' : 'control',
    seed: k + 1,
    armId: k,
    journalHash: 'a'.repeat(64),
    metrics: { sharpe: value === null ? { value, reason: 'no returns' } : { value, reason: null } },
    sharpeDifference: arm === 'meta' || value === null ? null : SHARPES.meta[k]! - value,
  })),
);

const sensitivity: SensitivityRow[] = [
  { axis: 'costs', setting: '×1', isBase: true, note: null, sharpes: [0.5, 0.6] },
  {
    axis: 'costs',
    setting: '×2',
    isBase: false,
    note: 'it fills at a price that decided',
    sharpes: [0.2, null],
  },
].map(({ sharpes, ...row }) => ({
  ...row,
  axis: 'costs',
  arms: sharpes.map((sharpe, k) => ({
    arm: k === 0 ? 'meta' : 'frozen',
    role: k === 0 ? 'subject' : 'control',
    sharpe,
    totalReturn: null,
    sharpeDifference: k === 0 || sharpe === null ? null : sharpes[0]! - sharpe,
    journalHash: null,
  })),
}));

function rowsOf(page: string, id: string): string[] {
  return contentsOf(contentsOf(sectionOf(page, id), 'tbody')[0]!, 'tr');
}

describe('the distribution over seeds', () => {
  const page = renderReport(withExperiment({ seeds }));

  it('has mean, deviation and range of each arm, and how often the subject was ahead', () => {
    const [meta, frozen] = rowsOf(page, 'seeds');
    const rounded = (row: string): number[] => storedNumbers(row).map((value) => Number(value.toFixed(9)));
    expect(rounded(meta!)).toEqual([3, 0.7, 0.2, 0.5, 0.9]);
    // Leads of −0.1 and 0.2.
    expect(rounded(frozen!)).toEqual([2, 0.55, 0.070710678, 0.5, 0.6, 0.05, 0.212132034, 1]);
    expect(textOf(frozen!)).toContain('1 of 2');
    expect(unbalancedTag(page)).toBeNull();
  });

  it('draws a dot for each value that there is', () => {
    const [own, lead] = contentsOf(sectionOf(page, 'seeds'), 'figure');
    expect(own!.match(/<circle/g)).toHaveLength(5);
    expect(lead!.match(/<circle/g)).toHaveLength(2);
  });

  it('has no place in a comparison of one seed, of which nothing was varied', () => {
    const plain = renderReport(withExperiment({ seeds: seeds.filter(({ seed }) => seed === 1) }));
    for (const id of ['seeds', 'paths', 'sensitivity']) expect(plain).not.toContain(`<section id="${id}"`);
  });
});

describe('cross-validated paths', () => {
  it('are summed up like seeds', () => {
    const paths = seeds.map(({ arm, role, seed, metrics, sharpeDifference, journalHash }) => ({
      path: seed - 1,
      splits: [0, 1],
      arm,
      role,
      sharpe: metrics.sharpe!.value,
      totalReturn: null,
      sharpeDifference,
      journalHash,
    }));
    const page = renderReport(withExperiment({ paths }));
    expect(storedNumbers(rowsOf(page, 'paths')[1]!)).toEqual(
      storedNumbers(rowsOf(renderReport(withExperiment({ seeds })), 'seeds')[1]!),
    );
    expect(textOf(sectionOf(page, 'paths'))).toContain('each of 3 paths');
  });
});

describe('arms that were left out', () => {
  it('are named below the metrics with the reason', () => {
    const page = renderReport(
      withExperiment({ leftOut: [{ arm: 'oracle', reason: 'the data name no changes' }] }),
    );
    expect(textOf(sectionOf(page, 'metrics'))).toContain('oracle: the data name no changes');
  });
});

describe('sensitivity', () => {
  it('has the Sharpe ratio of each arm and the lead at each setting, with its notes', () => {
    const page = renderReport(withExperiment({ sensitivity }));
    const rows = rowsOf(page, 'sensitivity');
    expect(storedNumbers(rows[0]!).map((value) => Number(value.toFixed(9)))).toEqual([0.5, 0.6, -0.1]);
    expect(storedNumbers(rows[1]!)).toEqual([0.2]);
    expect(textOf(rows[0]!)).toContain('as run');
    expect(textOf(sectionOf(page, 'sensitivity'))).toContain('×2: it fills at a price that decided');
  });
});
