import { ERROR_CODES, type ErrorCode, EXIT_CODES } from './error-codes.ts';

/** What a coded error says: where, which rule, what was found instead, and how to mend it. */
export interface ErrorDetails {
  /** Where: `file:line:column`, an option, a table; null where no place can be named. */
  readonly place?: string | null;
  /** The rule that was broken, as a sentence without a full stop. */
  readonly rule: string;
  /** The value that was found, already printed; null where there is none to show. */
  readonly found?: string | null;
  /** What the user can do about it, as an imperative sentence without a full stop. */
  readonly repair?: string | null;
  readonly cause?: unknown;
}

/**
 * An operating error: something that a user can meet and mend. Its message is one line,
 * `E_CODE place: rule; found value. Repair.` Programmer errors are plain assertions instead.
 */
export class RegimetaError extends Error {
  override readonly name = 'RegimetaError';
  readonly code: ErrorCode;
  readonly place: string | null;
  readonly rule: string;
  readonly found: string | null;
  readonly repair: string | null;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(messageOf(code, details), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.place = details.place ?? null;
    this.rule = details.rule;
    this.found = details.found ?? null;
    this.repair = details.repair ?? null;
  }

  /** The exit code of the command line for this error. */
  get exitCode(): number {
    return EXIT_CODES[ERROR_CODES[this.code].kind];
  }

  /** The error as plain data, for `--json` and for the store. */
  toJSON(): {
    code: ErrorCode;
    place: string | null;
    rule: string;
    found: string | null;
    repair: string | null;
  } {
    return { code: this.code, place: this.place, rule: this.rule, found: this.found, repair: this.repair };
  }
}

function messageOf(code: ErrorCode, details: ErrorDetails): string {
  const place = details.place ? `${code} ${details.place}:` : `${code}:`;
  const found = details.found ? `; found ${details.found}` : '';
  const repair = details.repair ? `. ${details.repair}` : '';
  const sentence = `${place} ${details.rule}${found}${repair}`;
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}
