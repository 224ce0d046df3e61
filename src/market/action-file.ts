import type { InstrumentAction } from '../model/bar-series.ts';
import type { ErrorCode } from '../model/error-codes.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { printedText } from './cell-printing.ts';
import { splitRecord } from './csv-record.ts';
import { readTextFile } from './data-file.ts';
import { parseDecimal } from './decimal.ts';
import { TimestampParser } from './timestamp.ts';

/** The name of the file of a data folder that tells what happened to its instruments. */
export const ACTIONS_FILE = 'actions.csv';

const BYTES_MAX = 67_108_864;
const COMMA = 0x2c;
const HEADER = ['time', 'symbol', 'kind', 'value'];

/** Which values a kind may have; `optional` where the cell may be empty, `none` where it must be. */
const VALUES: Readonly<Record<InstrumentAction['kind'], 'positive' | 'any' | 'optional' | 'none'>> = {
  split: 'positive',
  dividend: 'any',
  funding: 'any',
  delisting: 'optional',
  halt: 'none',
  resumption: 'none',
};

/**
 * Reads what happened to instruments: a file of `time,symbol,kind,value` in rising time order. The actions come by
 * symbol, in the order of the file. Throws an error of kind `data` that names the line, the rule, and what was found.
 */
export function readActions(path: string, symbols: readonly string[]): Map<string, InstrumentAction[]> {
  const lines = readTextFile(path, BYTES_MAX).split(/\r?\n/);
  const header = splitRecord(lines[0]!, COMMA)?.map((name) => name.trim().toLowerCase());
  if (header?.join() !== HEADER.join()) {
    throw fault('E_DATA_HEADER', `${path}:1`, `the header is ${HEADER.join()}`, lines[0]!);
  }
  const bySymbol = new Map<string, InstrumentAction[]>(symbols.map((symbol) => [symbol, []]));
  const times = new TimestampParser();
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, line] of lines.entries()) {
    if (index === 0 || (line === '' && index === lines.length - 1)) continue;
    const place = `${path}:${index + 1}`;
    const [time, symbol, kind, value] = cellsOf(line, place);
    const action = actionOf(timeOf(times, time!, place), kind!, value!, place);
    if (action.time < last) throw fault('E_DATA_ORDER', place, 'times do not fall', time!);
    last = action.time;
    const actions = bySymbol.get(symbol!);
    if (!actions) throw fault('E_DATA_SYMBOL', place, 'the symbol has bars in the folder', symbol!);
    actions.push(action);
  }
  return bySymbol;
}

function cellsOf(line: string, place: string): string[] {
  const cells = splitRecord(line, COMMA)?.map((cell) => cell.trim());
  if (cells?.length === HEADER.length) return cells;
  throw fault('E_DATA_COLS', place, `a row has ${HEADER.length} cells`, line);
}

function timeOf(times: TimestampParser, text: string, place: string): number {
  const bytes = Buffer.from(text);
  const time = times.parse(bytes, 0, bytes.length);
  if (!Number.isNaN(time)) return time;
  throw fault(
    times.fault,
    place,
    'a time is a date YYYY-MM-DD, an ISO instant with a zone, or an epoch',
    text,
  );
}

function actionOf(time: number, kind: string, text: string, place: string): InstrumentAction {
  const rule = VALUES[kind as InstrumentAction['kind']] as (typeof VALUES)['split'] | undefined;
  if (rule === undefined || !Object.hasOwn(VALUES, kind)) {
    throw fault('E_DATA_ACTION', place, `a kind is one of ${Object.keys(VALUES).join(', ')}`, kind);
  }
  const bytes = Buffer.from(text);
  const value = text === '' ? Number.NaN : parseDecimal(bytes, 0, bytes.length);
  if (text === '' ? rule === 'positive' || rule === 'any' : rule === 'none' || Number.isNaN(value)) {
    throw fault(
      'E_DATA_NUM',
      place,
      `the value of a ${kind} is ${rule === 'none' ? 'empty' : 'a number'}`,
      text,
    );
  }
  if (rule === 'positive' && !(value > 0)) {
    throw fault('E_DATA_ACTION', place, 'the ratio of a split is above zero', text);
  }
  return { time, ...termsOf(kind as InstrumentAction['kind'], value) };
}

type Terms<Action> = Action extends InstrumentAction ? Omit<Action, 'time'> : never;

function termsOf(kind: InstrumentAction['kind'], value: number): Terms<InstrumentAction> {
  if (kind === 'split') return { kind, ratio: value };
  if (kind === 'dividend') return { kind, amount: value };
  if (kind === 'funding') return { kind, rate: value };
  if (kind === 'delisting') return { kind, price: Number.isNaN(value) ? null : value };
  return { kind };
}

function fault(code: ErrorCode, place: string, rule: string, found: string): RegimetaError {
  const repair = 'Correct the row; docs/semantics.md lists the kinds and their values';
  return new RegimetaError(code, { place, rule, found: printedText(found), repair });
}
