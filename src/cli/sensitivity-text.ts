import type { RunReport } from '../model/run-record.ts';
import { type TextColumn, textTable } from './text-table.ts';

/**
 * What the arms came to with other settings: for each the Sharpe ratio of the subject and its difference to each arm that decides. The
 * setting of the run itself is marked. Nothing where no sensitivity was asked for.
 */
export function sensitivityLines({ experiment }: RunReport): string[] {
  const { sensitivity } = experiment;
  const [first] = sensitivity;
  if (first === undefined) return [];
  const [subject, ...others] = first.arms;
  const columns: TextColumn[] = [
    { heading: 'sensitivity', align: 'left' },
    { heading: 'setting', align: 'left' },
    { heading: `sharpe ${subject!.arm}`, align: 'right' },
    ...others.map(({ arm }) => ({ heading: `Δ ${arm}`, align: 'right' as const })),
    { heading: '', align: 'left' },
  ];
  const rows = sensitivity.map(({ axis, setting, isBase, note, arms }) => [
    axis,
    `${setting}${isBase ? ' *' : ''}`,
    decimal(arms[0]!.sharpe),
    ...arms.slice(1).map(({ sharpeDifference }) => decimal(sharpeDifference)),
    note ?? '',
  ]);
  return [textTable(columns, rows), '* the setting of this run', ''];
}

const decimal = (value: number | null): string =>
  value === null ? 'n/a' : value.toFixed(2).replace('-0.00', '0.00');
