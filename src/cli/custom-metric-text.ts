import type { RunReport } from '../model/run-record.ts';
import { formatValue } from './number-format.ts';
import { type TextColumn, textTable } from './text-table.ts';

/**
 * The metrics that the strategy declares: a row for each, a column for each arm, a line for each reason why one is n/a, and an empty one;
 * nothing where it declares none.
 */
export function customMetricLines({ run, arms }: RunReport): string[] {
  if (run.customMetrics.length === 0) return [];
  const columns: TextColumn[] = [
    { heading: 'metrics of the strategy', align: 'left' },
    { heading: 'better', align: 'left' },
    ...arms.map(({ name }) => ({ heading: name, align: 'right' as const })),
  ];
  const rows = run.customMetrics.map(({ name, unit, better }) => [
    name,
    better === 'neither' ? '' : better,
    ...arms.map(({ customMetrics }) => formatValue(unit, customMetrics[name])),
  ]);
  const lines = run.customMetrics.flatMap(({ name }) => {
    const reasons = new Map<string, string[]>();
    for (const { name: arm, customMetrics } of arms) {
      const reason = customMetrics[name]?.reason;
      if (reason) reasons.set(reason, [...(reasons.get(reason) ?? []), arm]);
    }
    return [...reasons].map(([reason, named]) => `n/a: ${name}: ${reason} (${named.join(', ')})`);
  });
  return [textTable(columns, rows), '', ...lines, ...(lines.length > 0 ? [''] : [])];
}
