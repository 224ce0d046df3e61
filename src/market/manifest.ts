import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { timeframeRule } from '../model/timeframe.ts';
import { customCalendar } from './calendar/custom-calendar.ts';
import { KNOWN_CALENDARS } from './calendar/known-calendars.ts';
import { isZoneName } from './calendar/zone-offsets.ts';
import { printedText } from './cell-printing.ts';
import { readTextFile, statData } from './data-file.ts';
import { instrumentDefaults, instrumentFacts } from './instrument-facts.ts';
import { SYMBOL_PATTERN } from './symbol-name.ts';
import { TimestampParser } from './timestamp.ts';

/** The name of the file that describes a data folder. */
export const MANIFEST_FILE = 'manifest.json';

const MANIFEST_BYTES_MAX = 16_777_216;

const text = z.string().min(1).max(2000);
const calendarDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2024-01-31');

/** The instant of a date, midnight UTC, or of an ISO instant; NaN where it is none. */
const momentOf = (moment: string): EpochMs => {
  const bytes = Buffer.from(moment);
  return new TimestampParser().parse(bytes, 0, bytes.length);
};

const isRising = (moments: readonly string[]): boolean =>
  moments.every((moment, i) => i === 0 || momentOf(moment) > momentOf(moments[i - 1]));

const timingFacts = {
  /** How long each bar is. */
  timeframe: z
    .string()
    .refine((text) => isBarLength(text), 'must be a number of s, m or h such as 15m, or 1d')
    .optional(),
  /** The zone of times of day that are written without one. */
  timeZone: z
    .string()
    .refine(isZoneName, 'must be a time zone of the IANA data base, such as America/New_York')
    .optional(),
};

const manifestSymbol = z.strictObject({
  symbol: z.string().regex(SYMBOL_PATTERN, 'must be 1 to 32 of the characters A-Z, 0-9 and . _ : / -'),
  /** Relative to the folder of the manifest. */
  file: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^\0]*$/, 'must not hold a zero character'),
  part: z.enum(['train', 'test', 'rates']),
  /** What the rows of the file are; found by its header if not given. */
  kind: z.enum(['bars', 'bid-ask-bars', 'quotes', 'trades']).optional(),
  /** Of the file as it is on disk, hexadecimal. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case')
    .optional(),
  ...timingFacts,
  rows: z.int().positive().optional(),
  first: calendarDate.optional(),
  last: calendarDate.optional(),
  instrument: instrumentFacts.optional(),
});

const manifestSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case words joined by hyphens'),
  title: text,
  licence: text,
  /** Where the data come from, so that they can be fetched again. */
  origin: z.strictObject({ repository: text, commit: text, path: text.optional() }).optional(),
  retrieval: text.optional(),
  /** What the prices are: adjusted for splits and dividends, or not. */
  prices: text,
  flaws: z.array(text).max(100).default([]),
  ...timingFacts,
  /** Of what the data were made by `data resample`. */
  derivation: z
    .strictObject({ name: text, dataHash: z.string().regex(/^[0-9a-f]{64}$/), rule: text })
    .optional(),
  /** The first moments of new regimes, rising: only where the data were made and so these are known. */
  changePoints: z
    .array(text.refine((moment) => !Number.isNaN(momentOf(moment)), 'is a date or an ISO instant'))
    .max(100_000)
    .refine(isRising, 'moments rise')
    .optional(),
  calendar: text.optional(),
  /** Calendars of the user's own, by the names that `calendar` calls them. */
  calendars: z.record(z.string().min(1).max(64), customCalendar).default({}),
  /** What holds for all symbols that do not say otherwise. */
  instrument: instrumentDefaults.optional(),
  periodsPerYear: z.number().positive().max(100_000_000),
  symbols: z.array(manifestSymbol).min(1).max(10_000),
});

/** The description of a data folder: what it holds, whence it comes, and which part each symbol plays. */
export type Manifest = z.infer<typeof manifestSchema>;

/** The first moments of new regimes that a manifest states, rising; null where it states none. */
export function changePointsOf({ changePoints }: Manifest): readonly EpochMs[] | null {
  return changePoints?.map(momentOf) ?? null;
}

/** One symbol of a manifest. */
export type ManifestSymbol = Manifest['symbols'][number];

/**
 * Reads and checks the manifest of a folder.
 *
 * @throws RegimetaError E_DATA_MANIFEST with the path of the field as its place.
 */
export function readManifest(folder: string): Manifest {
  const file = join(folder, MANIFEST_FILE);
  const parsed = manifestSchema.safeParse(parseJson(file));
  if (!parsed.success) {
    const [issue, ...others] = parsed.error.issues;
    // All at once, so that nobody mends one field a run.
    const also =
      others.length > 0
        ? `; also ${others.map(({ path, message }) => fieldPath(path) || message).join(', ')}`
        : '';
    const place = `${file}:${fieldPath(issue.path)}`;
    throw manifestError(place, 'the manifest follows its schema', `${issue.message}${also}`);
  }
  for (const index of parsed.data.symbols.keys()) checkPair(file, parsed.data, index);
  const seen = new Map<string, number>();
  parsed.data.symbols.forEach(({ symbol }, index) => {
    if (seen.has(symbol)) {
      throw manifestError(`${file}:symbols[${index}].symbol`, 'a symbol stands in the manifest once', symbol);
    }
    seen.set(symbol, index);
  });
  checkCalendars(file, parsed.data);
  return parsed.data;
}

/** A pair is of two currencies, and exchange rates come from pairs. */
function checkPair(file: string, { instrument: folder, symbols }: Manifest, index: number): void {
  const { part, instrument = {} } = symbols[index];
  const { baseCurrency, currency = folder?.currency } = instrument;
  const place = `${file}:symbols[${index}]`;
  if (part === 'rates' && !baseCurrency) {
    throw manifestError(place, 'a symbol of the part rates has a baseCurrency', String(baseCurrency));
  }
  if (baseCurrency && (!currency || currency === baseCurrency)) {
    throw manifestError(place, 'a symbol with a baseCurrency has another currency', String(currency));
  }
}

function checkCalendars(file: string, { calendar, calendars, symbols }: Manifest): void {
  const own = Object.keys(calendars);
  const hidden = own.find((name) => KNOWN_CALENDARS.has(name));
  if (hidden !== undefined) {
    throw manifestError(`${file}:calendars`, 'a calendar of your own has a name of its own', hidden);
  }
  const known = [...KNOWN_CALENDARS.keys(), ...own];
  const check = (name: string | null | undefined, place: string): void => {
    if (name === undefined || name === null || known.includes(name)) return;
    const rule = `a calendar is one of ${known.join(', ')}, or described in calendars`;
    throw manifestError(`${file}:${place}`, rule, name);
  };
  check(calendar, 'calendar');
  for (const [index, { instrument }] of symbols.entries()) {
    check(instrument?.calendar, `symbols[${index}].instrument.calendar`);
  }
}

/**
 * The path of a file that a manifest names.
 *
 * @throws RegimetaError E_DATA_PATH where it, or what a symbolic link makes of it, is outside the folder.
 */
export function resolveInside(folder: string, file: string): string {
  const path = join(folder, file);
  if (isAbsolute(file) || !isInside(resolve(folder), resolve(path))) throw outsidePath(folder, file);
  statData(path);
  if (!isInside(realpathSync(folder), realpathSync(path))) throw outsidePath(folder, file);
  return path;
}

/** An error of the manifest, for a place of the form `manifest.json:symbols[3].rows`. */
export function manifestError(place: string, rule: string, found: string): RegimetaError {
  return new RegimetaError('E_DATA_MANIFEST', {
    place,
    rule,
    found,
    repair: 'Correct the manifest; datasets/README.md describes its fields',
  });
}

function isBarLength(text: string): boolean {
  const kind = timeframeRule(text)?.kind;
  return kind === 'clock' || kind === 'session';
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readTextFile(file, MANIFEST_BYTES_MAX)) as unknown;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw manifestError(file, 'the manifest is JSON', printedText(cause.message));
  }
}

function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`,
    )
    .join('');
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function outsidePath(folder: string, file: string): RegimetaError {
  return new RegimetaError('E_DATA_PATH', {
    place: join(folder, MANIFEST_FILE),
    rule: 'the files of a manifest are inside its folder',
    found: printedText(file),
    repair: 'Move the file into the folder and name it by its relative path',
  });
}
