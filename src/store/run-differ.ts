import type {
  ArmDifference,
  ComparedValue,
  IdentityDifference,
  JournalDifference,
  RunDifference,
} from '../model/run-difference.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { Connection, SqlRow, SqlValue } from './connection.ts';
import { journalRows, type TableRow } from './journal-rows.ts';
import { JOURNAL_TABLES, type JournalTable } from './journal-tables.ts';
import { MARK_WIDTH } from './mark-bytes.ts';
import { MarkReader } from './mark-reader.ts';

const MARK_FIELDS = ['sequence', 'time', 'cash', 'equity', 'gross', 'net'] as const;

/** What a run was told, beside settings and parameters. */
const IDENTITY_FIELDS = [
  'kind',
  'strategyName',
  'strategyHash',
  'seed',
  'dataName',
  'dataHash',
  'testFrom',
  'testTo',
  'periodsPerYear',
  'codeVersion',
  'nodeVersion',
] as const satisfies readonly (keyof RunRecord)[];

/** How two runs differ: in what they were told, and where the journals of their arms part. From one snapshot. */
export function runDifference(connection: Connection, first: RunRecord, second: RunRecord): RunDifference {
  const [arms, others] = [first, second].map(({ runId }) => armsOf(connection, runId));
  const names = new Set([...arms!.keys(), ...others!.keys()]);
  const kept = first.detail !== 'summary' && second.detail !== 'summary';
  return {
    first: first.runId,
    second: second.runId,
    identity: identityDifferences(first, second),
    arms: [...names].map((name) =>
      armDifference(connection, name, [arms!.get(name), others!.get(name)], kept),
    ),
  };
}

function armsOf(connection: Connection, runId: number): Map<string, SqlRow> {
  const rows = connection
    .prepare(`SELECT arms.arm_id, arms.journal_hash, arms.journal_form,
         arms.name || iif(arms.seed = runs.seed, '', ' of seed ' || arms.seed) AS name
       FROM arms JOIN runs USING (run_id) WHERE run_id = ? ORDER BY arms.arm_id`)
    .all(runId);
  return new Map(rows.map((row) => [row['name'] as string, row]));
}

function identityDifferences(first: RunRecord, second: RunRecord): IdentityDifference[] {
  const fields: (readonly [string, unknown, unknown])[] = [
    ...IDENTITY_FIELDS.map((field) => [field, first[field], second[field]] as const),
    ['parameters', first.parameters, second.parameters],
    ['settings', first.settings, second.settings],
    ['symbols', testedSymbols(first), testedSymbols(second)],
  ];
  return fields.flatMap(([path, one, other]) => differences(path, one, other));
}

function testedSymbols({ symbols }: RunRecord): string {
  return symbols.map(({ symbol, part, bars }) => `${symbol} ${part} ${bars}`).join(', ');
}

/** The leaves at which two nested values differ. */
function differences(path: string, first: unknown, second: unknown): IdentityDifference[] {
  if (isNested(first) && isNested(second)) {
    const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
    return [...keys].flatMap((key) => differences(`${path}.${key}`, first[key], second[key]));
  }
  const [one, other] = [plain(first), plain(second)];
  return one === other ? [] : [{ path, first: one, second: other }];
}

function isNested(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plain(value: unknown): ComparedValue {
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'string')
    return value;
  return JSON.stringify(value);
}

function armDifference(
  connection: Connection,
  arm: string,
  [first, second]: readonly (SqlRow | undefined)[],
  kept: boolean,
): ArmDifference {
  if (first === undefined) return { arm, outcome: 'second-only', parting: null };
  if (second === undefined) return { arm, outcome: 'first-only', parting: null };
  const sealed = first['journal_hash'] !== null && second['journal_hash'] !== null;
  const comparable = sealed && first['journal_form'] === second['journal_form'];
  if (comparable && first['journal_hash'] === second['journal_hash'])
    return { arm, outcome: 'same', parting: null };
  if (!kept) return { arm, outcome: comparable ? 'parted' : 'unknown', parting: null };
  const ids = [first['arm_id'] as number, second['arm_id'] as number] as const;
  const parting = eventParting(connection, ids) ?? markParting(connection, ids);
  return { arm, outcome: parting !== null || comparable ? 'parted' : 'same', parting };
}

function eventParting(
  connection: Connection,
  [first, second]: readonly [number, number],
): JournalDifference | null {
  const columns = Object.fromEntries(
    Object.entries(JOURNAL_TABLES).map(([table, { hashed }]) => [table, hashed]),
  ) as unknown as Record<JournalTable, readonly string[]>;
  const rows = journalRows(connection, first, columns);
  const others = journalRows(connection, second, columns);
  try {
    for (;;) {
      const [one, other] = [rows.next().value ?? null, others.next().value ?? null];
      if (one === null && other === null) return null;
      const parting = rowParting(one, other);
      if (parting !== null) return parting;
    }
  } finally {
    rows.return();
    others.return();
  }
}

type Row = TableRow<JournalTable>;

function rowParting(first: Row | null, second: Row | null): JournalDifference | null {
  const present = first ?? second!;
  const kinds = [first, second].map((row) => (row === null ? undefined : kindOf(row)));
  const place = {
    sequence: Math.min(...numbersAt(first, second, 0)),
    time: Math.min(...numbersAt(first, second, 1)),
    kind: kindOf(present),
  };
  if (kinds[0] !== kinds[1])
    return { ...place, field: 'kind', isTime: false, first: kinds[0], second: kinds[1] };
  const { hashed } = JOURNAL_TABLES[present.table];
  const at = hashed.findIndex((_, k) => first!.values[k] !== second!.values[k]);
  if (at < 0) return null;
  const field = hashed[at]!;
  const isTime = TIME_FIELD.test(field);
  return { ...place, field, isTime, first: valueAt(first!, at), second: valueAt(second!, at) };
}

/** Fields that hold times. */
const TIME_FIELD = /^(time|good_till|support_from|support_to|\w+_at)$/;

/** The kind of event that a row of a table is; where the table has several, its own column says which. */
const KINDS: Readonly<Record<JournalTable, string>> = {
  orders: 'order-accepted',
  order_steps: 'order',
  fills: 'order-filled',
  regime_events: 'regime-changed',
  adaptations: 'adaptation',
  late_requests: 'request-late',
  account_events: 'account',
  market_actions: 'market-action',
  cash_adjustments: 'cash-adjusted',
  conversions: 'cash-conversion',
  notes: 'noted',
};

function kindOf({ table, values }: Row): string {
  const column = JOURNAL_TABLES[table].hashed.findIndex((name) => name === 'kind' || name === 'status');
  return column < 0 ? KINDS[table] : `${KINDS[table]}-${String(values[column])}`;
}

function numbersAt(first: Row | null, second: Row | null, at: number): number[] {
  return [first, second].flatMap((row) => (row === null ? [] : [row.values[at] as number]));
}

function valueAt({ values }: Row, at: number): ComparedValue {
  const value: SqlValue | undefined = values[at];
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}

/** The first mark that differs, as far as marks were kept. */
function markParting(
  connection: Connection,
  [first, second]: readonly [number, number],
): JournalDifference | null {
  const reader = new MarkReader(connection);
  const marks: number[] = [];
  reader.each(first, (values, at) => void marks.push(...values.subarray(at, at + MARK_WIDTH)));
  let parting: JournalDifference | null = null;
  let slice = 0;
  reader.each(second, (values, at) => {
    const from = slice++ * MARK_WIDTH;
    if (parting !== null) return;
    const k = MARK_FIELDS.findIndex((_, field) => marks[from + field] !== values[at + field]);
    if (k < 0) return;
    parting = markDifference(slice - 1, k, [
      marks.slice(from, from + MARK_WIDTH),
      [...values.subarray(at, at + MARK_WIDTH)],
    ]);
  });
  if (parting === null && slice * MARK_WIDTH < marks.length) {
    return markDifference(slice, 1, [marks.slice(slice * MARK_WIDTH, (slice + 1) * MARK_WIDTH), []]);
  }
  return parting;
}

function markDifference(
  sequence: number,
  field: number,
  [first, second]: readonly [readonly number[], readonly number[]],
): JournalDifference {
  const time = Math.min(...[first[1], second[1]].filter((each) => each !== undefined));
  return {
    sequence,
    time,
    kind: 'mark',
    field: MARK_FIELDS[field]!,
    isTime: MARK_FIELDS[field] === 'time',
    first: first[field],
    second: second[field],
  };
}
