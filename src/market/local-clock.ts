import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { isZoneName, ZoneOffsets } from './calendar/zone-offsets.ts';
import { DAY_MS } from './civil-date.ts';

/** The table of a zone covers so much before and after the time that it was made for, and is used for less, as it is asked beside that. */
const COVERED_MS = 400 * DAY_MS;
const USED_MS = 380 * DAY_MS;

/** Clocks are set back by less. */
const STEP_BACK_MS_MAX = DAY_MS / 2;

/**
 * Reads the local times of one file, in its order. A time that clocks show twice is the first one, and the second one once local times
 * have stepped back; one that clocks skip is none. Days without a change of the clocks, nearly all of them, cost a comparison.
 */
export class LocalClock {
  readonly #zone: string;
  #offsets: ZoneOffsets | null = null;
  #centre = 0;
  /** The local day without a change that was read last, and its offset. */
  #dayStart = Number.POSITIVE_INFINITY;
  #dayEnd = Number.NEGATIVE_INFINITY;
  #offset = 0;
  #last = Number.NEGATIVE_INFINITY;
  #isRepeat = false;

  /** `zone` is the name of a zone of the IANA data base. Throws E_PARAMETER_INVALID for any other. */
  constructor(zone: string) {
    if (!isZoneName(zone)) {
      throw new RegimetaError('E_PARAMETER_INVALID', {
        place: '--time-zone',
        rule: 'a time zone is one of the IANA data base, such as America/New_York or UTC',
        found: zone,
      });
    }
    this.#zone = zone;
  }

  /** The instant at which clocks show `local`, milliseconds since 1970-01-01 as they count them; NaN where they never do. */
  instantOf(local: number): EpochMs {
    if (!(local >= this.#dayStart && local < this.#dayEnd)) return this.#ofNewDay(local);
    this.#last = local;
    return local - this.#offset;
  }

  #ofNewDay(local: number): EpochMs {
    const offsets = this.#offsetsFor(local);
    const start = Math.floor(local / DAY_MS) * DAY_MS;
    const offset = offsets.offsetAt(start - DAY_MS);
    if (offset !== offsets.offsetAt(start + 2 * DAY_MS)) return this.#ofChangingDay(local, offsets);
    this.#dayStart = start;
    this.#dayEnd = start + DAY_MS;
    this.#offset = offset;
    this.#last = local;
    return local - offset;
  }

  #ofChangingDay(local: number, offsets: ZoneOffsets): EpochMs {
    const instant = offsets.instantOf(local);
    const since = local - this.#last;
    this.#last = local;
    if (instant.kind === 'gap') return Number.NaN;
    if (instant.kind === 'one') {
      this.#isRepeat = false;
      return instant.time;
    }
    if (since < 0) this.#isRepeat = true;
    else if (since > STEP_BACK_MS_MAX) this.#isRepeat = false;
    return this.#isRepeat ? instant.later : instant.earlier;
  }

  #offsetsFor(local: number): ZoneOffsets {
    if (this.#offsets === null || Math.abs(local - this.#centre) > USED_MS) {
      this.#centre = local;
      this.#offsets = new ZoneOffsets(this.#zone, local - COVERED_MS, local + COVERED_MS);
    }
    return this.#offsets;
  }
}
