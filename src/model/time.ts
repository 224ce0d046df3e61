/**
 * An instant in milliseconds since 1970-01-01T00:00:00Z. A bar bears the time that its data file gives it; for a
 * daily bar that is midnight UTC of its date. What the bar says is known at its close and not before.
 */
export type EpochMs = number;
