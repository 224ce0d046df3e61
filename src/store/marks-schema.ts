/**
 * The step to marks in chunks. `equity` keeps the last mark of each UTC day, so for daily data every mark; the marks
 * before it within its day lie in \x. Each mark is stored once. The rows of an older store stay as they are:
 * they hold every mark, and such an arm has no chunks.
 */
export const MARKS_SCHEMA = `
-- The marks of an arm that are no rows of equity, in order: each takes the next slice number that no row of equity has.
CREATE TABLE equity_chunks (
  arm_id INTEGER NOT NULL REFERENCES arms,
  -- The slice of the first mark.
  slice INTEGER NOT NULL,
  count INTEGER NOT NULL CHECK (count > 0),
  -- Sequence, time, cash, equity, gross and net of each as float64, packed without loss: see mark-code.ts.
  marks BLOB NOT NULL CHECK (length(marks) >= count),
  PRIMARY KEY (arm_id, slice)
) STRICT;
`;
