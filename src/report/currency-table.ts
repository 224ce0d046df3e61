import type { ArmRecord, CurrencyBalance } from '../model/run-record.ts';
import { type ArmMarker, armLabel } from './arm-marker.ts';
import { dataTable, numberCell, numberHead, rowHead, textCell, textHead } from './data-table.ts';
import { html, type Markup } from './html.ts';
import { metricText, numberText } from './number-text.ts';

/** Columns of money in the currency of the row, and their headings. */
const COLUMNS: readonly (readonly [Exclude<keyof CurrencyBalance, 'currency' | 'exchangeRate'>, string])[] = [
  ['cash', 'Cash'],
  ['profitRealised', 'Realised profit'],
  ['commission', 'Commission'],
  ['adjustments', 'Dividends, interest and fees'],
  ['converted', 'Exchanged'],
];

/** The money of each arm at its end by currency; null where all arms have one currency. */
export function currencyTable(arms: readonly ArmRecord[], markers: readonly ArmMarker[]): Markup | null {
  const [own] = arms.flatMap(({ balances }) => balances);
  if (own === undefined) return null;
  return dataTable({
    label: 'Money of all arms by currency',
    caption: `At the end of the test period. The rate is money of the account (${own.currency}) for one unit; currency profit, in ${own.currency}, is what changes of the rate made of cash and positions; all other money is in the currency of its row.`,
    heads: [
      textHead('Arm'),
      textHead('Currency'),
      numberHead('Rate'),
      ...COLUMNS.map(([, heading]) => numberHead(heading)),
      numberHead('Currency profit'),
    ],
    rows: arms.flatMap((arm, index) =>
      arm.balances.map((balance) => balanceRow(arm, markers[index], balance)),
    ),
  });
}

function balanceRow(arm: ArmRecord, marker: ArmMarker | undefined, balance: CurrencyBalance): Markup {
  const money = (value: number) => metricText(value, 'money');
  const cells = COLUMNS.map(([column]) => numberCell(balance[column], money));
  const rate = numberCell(balance.exchangeRate, (value) => numberText(value, 6));
  return html`<tr>${rowHead(armLabel(arm, marker))}${textCell(balance.currency)}${rate}${cells}${numberCell(balance.currencyProfit, money)}</tr>
`;
}
