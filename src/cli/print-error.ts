import { EXIT_CODES } from '../model/error-codes.ts';
import { RegimetaError } from '../model/regimeta-error.ts';

/** Prints an error as one line, or as one line of JSON, and returns its exit code. */
export function printError(error: unknown, asJson: boolean, write: (text: string) => void): number {
  if (error instanceof RegimetaError) {
    write(asJson ? `${JSON.stringify(error)}\n` : `${error.message}\n`);
    return error.exitCode;
  }
  // Whatever has no code is a defect of ours, and its stack is what helps to mend it.
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const rule = 'this is a defect of Regimeta; please report it';
  write(
    asJson
      ? `${JSON.stringify({ code: 'E_INVARIANT', rule, found: stack })}\n`
      : `E_INVARIANT: ${rule}.\n${stack}\n`,
  );
  return EXIT_CODES.invariant;
}
