import { oneOf } from './one-of.ts';

const ORDER_EVENT_KINDS = ['accepted', 'shrunk', 'refused', 'cancelled', 'expired', 'filled'];

/**
 * The tables of schema 1 that hold what happened in an arm, in the order of `sequence`. Times are epoch milliseconds,
 * prices and money in the account's currency.
 */
export const JOURNAL_SCHEMA = `
-- Each order as the broker accepted it; never updated.
CREATE TABLE orders (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  symbol_index INTEGER NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
  type TEXT NOT NULL CHECK (${oneOf('type', ['market', 'limit', 'stop'])}),
  quantity REAL NOT NULL CHECK (quantity > 0),
  limit_price REAL CHECK ((limit_price IS NOT NULL) = (type = 'limit')),
  stop_price REAL CHECK ((stop_price IS NOT NULL) = (type = 'stop')),
  origin TEXT NOT NULL CHECK (${oneOf('origin', ['target', 'strategy', 'liquidation'])}),
  bracket_stop_price REAL,
  bracket_limit_price REAL,
  tag TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  accepted_index INTEGER NOT NULL,
  parent_id INTEGER,
  PRIMARY KEY (arm_id, order_id),
  FOREIGN KEY (arm_id, symbol_index) REFERENCES arm_symbols,
  FOREIGN KEY (arm_id, parent_id) REFERENCES orders (arm_id, order_id)
) STRICT, WITHOUT ROWID;

-- The life of the orders. A refused or shrunk request has no order, so its own columns are kept here.
CREATE TABLE order_events (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (${oneOf('kind', ORDER_EVENT_KINDS)}),
  order_id INTEGER,
  reason TEXT,
  quantity_approved REAL,
  symbol_index INTEGER,
  side TEXT CHECK (side IN ('buy', 'sell')),
  type TEXT,
  quantity REAL,
  limit_price REAL,
  stop_price REAL,
  origin TEXT,
  bracket_stop_price REAL,
  bracket_limit_price REAL,
  tag TEXT,
  -- The columns of a request that held no finite number and so are null here, with what they held instead.
  not_finite TEXT CHECK (json_valid(not_finite)),
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, order_id) REFERENCES orders (arm_id, order_id),
  CHECK ((reason IS NULL) = (kind IN ('accepted', 'filled'))),
  CHECK ((quantity_approved IS NOT NULL) = (kind = 'shrunk')),
  CHECK (CASE WHEN order_id IS NULL
    THEN kind IN ('shrunk', 'refused') AND side IS NOT NULL AND type IS NOT NULL AND origin IS NOT NULL AND
      tag IS NOT NULL
    ELSE kind NOT IN ('shrunk', 'refused') AND coalesce(symbol_index, side, type, quantity, limit_price, stop_price,
      origin, bracket_stop_price, bracket_limit_price, tag, not_finite) IS NULL
    END)
) STRICT, WITHOUT ROWID;

CREATE INDEX order_events_by_order ON order_events (arm_id, order_id) WHERE order_id IS NOT NULL;

CREATE TABLE fills (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  symbol_index INTEGER NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
  quantity REAL NOT NULL CHECK (quantity > 0),
  price REAL NOT NULL,
  reference_price REAL NOT NULL,
  commission REAL NOT NULL CHECK (commission >= 0),
  ambiguous INTEGER NOT NULL CHECK (ambiguous IN (0, 1)),
  profit_realised REAL NOT NULL,
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, order_id) REFERENCES orders (arm_id, order_id)
) STRICT, WITHOUT ROWID;

-- The position of a symbol after each of its fills.
CREATE TABLE positions (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  symbol_index INTEGER NOT NULL,
  quantity REAL NOT NULL,
  price REAL,
  PRIMARY KEY (arm_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE regime_events (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  regime_from INTEGER NOT NULL,
  regime_to INTEGER NOT NULL,
  changed_at INTEGER NOT NULL CHECK (changed_at <= time),
  lag_bars INTEGER NOT NULL CHECK (lag_bars >= 0),
  probability REAL NOT NULL CHECK (probability BETWEEN 0 AND 1),
  detector TEXT NOT NULL,
  PRIMARY KEY (arm_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE adaptations (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  "trigger" TEXT NOT NULL CHECK ("trigger" IN ('regime-change', 'schedule')),
  regime_sequence INTEGER,
  learner TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('adapted', 'skipped')),
  reason TEXT CHECK ((reason IS NOT NULL) = (status = 'skipped')),
  support_from INTEGER,
  support_to INTEGER,
  -- No label of the future: the event's own time is the latest that one may have become known.
  labels_known_at INTEGER CHECK (labels_known_at <= time),
  support_rows INTEGER NOT NULL CHECK (support_rows >= 0),
  support_hash TEXT,
  steps INTEGER,
  loss_before REAL,
  loss_after REAL,
  gradient_norm REAL,
  parameters_before TEXT,
  parameters_after TEXT,
  wall_ms REAL,
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, regime_sequence) REFERENCES regime_events,
  CHECK ((support_from IS NOT NULL AND support_to IS NOT NULL AND labels_known_at IS NOT NULL AND
    support_hash IS NOT NULL AND steps IS NOT NULL AND loss_before IS NOT NULL AND loss_after IS NOT NULL AND
    gradient_norm IS NOT NULL AND parameters_before IS NOT NULL AND parameters_after IS NOT NULL AND
    wall_ms IS NOT NULL) = (status = 'adapted'))
) STRICT, WITHOUT ROWID;

CREATE TABLE account_events (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('ruined')),
  equity REAL NOT NULL,
  PRIMARY KEY (arm_id, sequence)
) STRICT, WITHOUT ROWID;

-- The account at the close of each slice; \`sequence\` is that of the last event before.
CREATE TABLE equity (
  arm_id INTEGER NOT NULL REFERENCES arms,
  slice INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  cash REAL NOT NULL,
  equity REAL NOT NULL,
  gross REAL NOT NULL,
  net REAL NOT NULL,
  PRIMARY KEY (arm_id, slice)
) STRICT, WITHOUT ROWID;
`;
