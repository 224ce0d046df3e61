import { IANAZone } from 'luxon';
import type { EpochMs } from '../../model/time.ts';
import { DAY_MS } from '../civil-date.ts';

const MINUTE_MS = 60_000;

/** No zone has changed its offset twice within so short a time; the shortest are the four weeks of a Ramadan. */
const PROBE_MS = 20 * DAY_MS;

/** Local times are looked for this far around their UTC reading; no offset is larger. */
const OFFSET_MS_MAX = DAY_MS;

/** What a local time is: an instant; none, in the hour that a clock skips; or two, in the hour that it repeats. */
export type LocalInstant =
  | { readonly kind: 'one'; readonly time: EpochMs }
  | { readonly kind: 'gap'; readonly time: EpochMs }
  | { readonly kind: 'overlap'; readonly earlier: EpochMs; readonly later: EpochMs };

/** Whether a name is that of a time zone of the IANA data base, such as `America/New_York` or `UTC`. */
export function isZoneName(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/**
 * The offsets of a time zone from UTC over a period, as a table of their changes: the zone data are asked when it is made
 * and never again.
 */
export class ZoneOffsets {
  /** The times from which each offset holds, and the offsets in milliseconds, east of Greenwich above zero. */
  readonly #starts: number[];
  readonly #offsets: number[];
  #cursor = 0;

  /** For times from `from` to `to`; outside, the first and the last offset go on. */
  constructor(zoneName: string, from: EpochMs, to: EpochMs) {
    const zone = IANAZone.create(zoneName);
    const offsetAt = (time: EpochMs): number => zone.offset(time) * MINUTE_MS;
    this.#starts = [Number.NEGATIVE_INFINITY];
    this.#offsets = [offsetAt(from)];
    for (let probed = from; probed < to; ) {
      const next = Math.min(probed + PROBE_MS, to);
      const offset = offsetAt(next);
      if (offset !== this.#offsets.at(-1)!) {
        this.#starts.push(firstWith(offset, probed, next, offsetAt));
        this.#offsets.push(offset);
      }
      probed = next;
    }
  }

  /** Milliseconds that local clocks are ahead of UTC. */
  offsetAt(time: EpochMs): number {
    const starts = this.#starts;
    let at = this.#cursor;
    while (at > 0 && time < starts[at]) at--;
    while (at + 1 < starts.length && time >= starts[at + 1]) at++;
    this.#cursor = at;
    return this.#offsets[at];
  }

  /** The instant at which local clocks show `local`, milliseconds since 1970-01-01 as they count them. */
  instantOf(local: number): LocalInstant {
    const before = this.offsetAt(local - OFFSET_MS_MAX);
    const after = this.offsetAt(local + OFFSET_MS_MAX);
    const earlier = local - Math.max(before, after);
    const later = local - Math.min(before, after);
    const isEarlier = earlier + this.offsetAt(earlier) === local;
    const isLater = later + this.offsetAt(later) === local;
    if (isEarlier && isLater && earlier !== later) return { kind: 'overlap', earlier, later };
    if (isEarlier || isLater) return { kind: 'one', time: isEarlier ? earlier : later };
    // As a clock would show it that nobody has set yet.
    return { kind: 'gap', time: local - before };
  }
}

/** The first whole minute after `from`, up to `to`, at which the offset holds. */
function firstWith(offset: number, from: EpochMs, to: EpochMs, offsetAt: (time: EpochMs) => number): EpochMs {
  let low = from;
  let high = to;
  while (high - low > MINUTE_MS) {
    const middle = Math.floor((low + high) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetAt(middle) === offset) high = middle;
    else low = middle;
  }
  return high;
}
