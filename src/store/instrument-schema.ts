/** The step to instruments: what was fixed of each traded symbol of a run. An older run has none. */
export const INSTRUMENT_SCHEMA = `
CREATE TABLE instruments (
  run_id INTEGER NOT NULL REFERENCES runs,
  symbol_index INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  -- Null: that of the account.
  currency TEXT,
  multiplier REAL NOT NULL CHECK (multiplier > 0),
  tick_size REAL CHECK (tick_size > 0),
  lot_size REAL CHECK (lot_size > 0),
  min_notional REAL CHECK (min_notional > 0),
  allows_negative_prices INTEGER NOT NULL CHECK (allows_negative_prices IN (0, 1)),
  has_volume INTEGER NOT NULL CHECK (has_volume IN (0, 1)),
  calendar TEXT,
  PRIMARY KEY (run_id, symbol_index)
) STRICT, WITHOUT ROWID;
`;

/** The step to gaps: what the data of a run lack by their calendars. */
export const GAP_SCHEMA = `
CREATE TABLE data_gaps (
  run_id INTEGER NOT NULL REFERENCES runs,
  position INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('sessions', 'bars')),
  from_time INTEGER NOT NULL,
  to_time INTEGER NOT NULL CHECK (to_time >= from_time),
  missing INTEGER NOT NULL CHECK (missing > 0),
  PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;
`;

/** The step to sessions: the calendars of a run, and which instant of a bar its time is. */
export const CALENDAR_SCHEMA = `
ALTER TABLE instruments ADD COLUMN bar_time TEXT NOT NULL DEFAULT 'start' CHECK (bar_time IN ('start', 'end'));

CREATE TABLE calendars (
  run_id INTEGER NOT NULL REFERENCES runs,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  -- As the manifest describes it; null for one that the program knows by itself.
  definition TEXT CHECK (json_valid(definition)),
  PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;
`;
