import type { ArmRecord, RunRecord } from '../model/run-record.ts';

/** The money that an arm began with: the cash of the settings, or its first mark where they do not tell. */
export function initialEquity({ settings }: RunRecord, { equity }: ArmRecord): number {
  const { cash } = settings;
  return typeof cash === 'number' && cash > 0 ? cash : (equity.equity[0] ?? 0);
}
