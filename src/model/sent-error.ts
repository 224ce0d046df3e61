import type { ErrorCode } from './error-codes.ts';
import { RegimetaError } from './regimeta-error.ts';

/** An error as it is sent from one thread to another, where it would lose its class. */
export interface SentError {
  readonly code: ErrorCode;
  readonly details: ConstructorParameters<typeof RegimetaError>[1];
}

/** An error, ready to be sent; one without a code is a defect. */
export function sentError(error: unknown): SentError {
  if (error instanceof RegimetaError) {
    const { code, place, rule, found, repair } = error;
    return { code, details: { place, rule, found, repair } };
  }
  const rule = 'what a thread is asked for ends with a result or a coded error';
  return { code: 'E_INVARIANT', details: { rule, found: String(error) } };
}

/** The error of another thread. */
export function receivedError({ code, details }: SentError): RegimetaError {
  return new RegimetaError(code, details);
}
