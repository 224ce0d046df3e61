import type { AccountMark } from '../../src/model/account.ts';

/** The account at the close of a slice. */
export function accountMark(
  time: number,
  cash: number,
  equity: number,
  gross: number,
  net: number,
): AccountMark {
  return { time, cash, equity, gross, net };
}
