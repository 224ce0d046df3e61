/** The step to the closes behind sensitivity and cross-validation, so that their figures can be computed again. An older run has none. */
export const CLOSES_SCHEMA = `
-- float64, little-endian: for each seed 1 where the account was ruined, else 0, then its equity at the close of each day. Null where they are those of
-- the arms of the run.
ALTER TABLE sensitivity ADD COLUMN day_closes BLOB CHECK (length(day_closes) % 8 = 0);
ALTER TABLE cross_validation_paths ADD COLUMN day_closes BLOB CHECK (length(day_closes) % 8 = 0);
`;
