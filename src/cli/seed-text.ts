import type { RunReport } from '../model/run-record.ts';
import { type TextColumn, textTable } from './text-table.ts';

/**
 * What several seeds came to, for each arm that ran with all of them: the Sharpe ratio and the subject's difference to it as the
 * mean, the lowest and the highest over seeds, and with how many seeds the subject was ahead. Nothing with one seed.
 */
export function seedLines({ experiment }: RunReport): string[] {
  const { seeds } = experiment;
  if (seeds.length === 0) return [];
  const count = new Set(seeds.map(({ seed }) => seed)).size;
  const names = [...new Set(seeds.map(({ arm }) => arm))].filter(
    (name) => seeds.filter(({ arm }) => arm === name).length === count,
  );
  const columns: TextColumn[] = [
    { heading: `over ${count} seeds`, align: 'left' },
    ...['sharpe', 'lowest', 'highest', 'Δsharpe', 'lowest', 'highest', 'ahead'].map((heading) => ({
      heading,
      align: 'right' as const,
    })),
  ];
  const rows = names.map((name) => {
    const arms = seeds.filter(({ arm }) => arm === name);
    const ratios = arms.flatMap(({ metrics }) => metrics.sharpe?.value ?? []);
    const differences = arms.flatMap(({ sharpeDifference }) => sharpeDifference ?? []);
    const ahead = differences.filter((value) => value > 0).length;
    const isSubject = arms[0]!.role === 'subject';
    return [
      name,
      ...spread(ratios),
      ...spread(differences),
      isSubject ? '' : `${ahead} of ${differences.length}`,
    ];
  });
  return [textTable(columns, rows), ''];
}

/** Mean, lowest and highest; empty where there is none. */
function spread(values: readonly number[]): string[] {
  if (values.length === 0) return ['', '', ''];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2));
}
