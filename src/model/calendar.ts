/** A calendar of a run, as it is recorded. */
export interface CalendarRecord {
  readonly name: string;
  /** The time zone of its local times, by its IANA name. */
  readonly zone: string;
  /** As the manifest describes it; null for a calendar that Regimeta knows by itself. */
  readonly definition: unknown;
}
