import { TimestampParser } from '../market/timestamp.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';

/** The instant of a date `YYYY-MM-DD` (midnight UTC) or of an ISO instant; `option` is what an error names. */
export function parseDate(text: string, option: string): EpochMs {
  const bytes = Buffer.from(text);
  const time = new TimestampParser().parse(bytes, 0, bytes.length);
  if (!Number.isNaN(time)) return time;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: option,
    rule: 'a date of the calendar, YYYY-MM-DD, or an ISO instant with a zone',
    found: JSON.stringify(text),
    repair: 'Write for example 2000-01-31',
  });
}
