/** The step to prices: the closes of each traded symbol of a run, as its charts draw them. An older run has none. */
export const PRICE_SCHEMA = `
CREATE TABLE symbol_prices (
  run_id INTEGER NOT NULL REFERENCES runs,
  symbol_index INTEGER NOT NULL,
  count INTEGER NOT NULL CHECK (count >= 0),
  -- float64, little-endian; epoch milliseconds, and prices in the currency of the instrument
  times BLOB NOT NULL CHECK (length(times) = count * 8),
  closes BLOB NOT NULL CHECK (length(closes) = count * 8),
  PRIMARY KEY (run_id, symbol_index)
) STRICT, WITHOUT ROWID;
`;
