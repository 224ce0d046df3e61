/** What happened in an arm, event by event, and its marks. */
export const PRESENT_JOURNAL_TABLES = `
CREATE TABLE "orders" (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  symbol_index INTEGER NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
  type TEXT NOT NULL CHECK (type = 'market' OR type = 'market-on-open' OR type = 'market-on-close' OR type = 'limit' OR type = 'stop' OR type = 'stop-limit' OR type = 'trailing-stop'),
  quantity REAL NOT NULL CHECK (quantity > 0),
  origin TEXT NOT NULL CHECK (origin = 'target' OR origin = 'strategy' OR origin = 'liquidation'),
  tag TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  accepted_index INTEGER NOT NULL,
  limit_price REAL CHECK ((limit_price IS NOT NULL) = (type = 'limit' OR type = 'stop-limit')),
  -- Of a trailing stop, the one that it began with.
  stop_price REAL CHECK ((stop_price IS NOT NULL) = (type = 'stop' OR type = 'stop-limit' OR type = 'trailing-stop')),
  bracket_stop_price REAL,
  bracket_limit_price REAL,
  parent_id INTEGER,
  trail_unit TEXT CHECK (trail_unit = 'price' OR trail_unit = 'percent'),
  trail_distance REAL,
  -- 1 for an order that the strategy made so; an exit of a bracket is known by its parent.
  reduce_only INTEGER CHECK (reduce_only = 1),
  oco_group INTEGER CHECK (oco_group > 0),
  time_in_force TEXT CHECK (time_in_force = 'DAY' OR time_in_force = 'GTD' OR time_in_force = 'IOC' OR time_in_force = 'FOK'),
  good_till REAL CHECK ((good_till IS NULL) OR (time_in_force IS NOT NULL AND time_in_force = 'GTD')),
  PRIMARY KEY (arm_id, order_id),
  FOREIGN KEY (arm_id, symbol_index) REFERENCES arm_symbols,
  FOREIGN KEY (arm_id, parent_id) REFERENCES orders (arm_id, order_id),
  CHECK ((trail_unit IS NOT NULL) = (type = 'trailing-stop')),
  CHECK ((trail_distance IS NOT NULL) = (type = 'trailing-stop'))
) STRICT, WITHOUT ROWID;

CREATE TABLE order_steps (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'shrunk' OR kind = 'refused' OR kind = 'triggered' OR kind = 'amended' OR kind = 'cancelled' OR kind = 'expired'),
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
  not_finite TEXT CHECK (not_finite IS NULL OR json_valid(not_finite)),
  trail_unit TEXT CHECK (trail_unit = 'price' OR trail_unit = 'percent'),
  trail_distance REAL,
  -- 1 for an order that the strategy made so; an exit of a bracket is known by its parent.
  reduce_only INTEGER CHECK (reduce_only = 1),
  oco_group INTEGER CHECK (oco_group > 0),
  time_in_force TEXT CHECK (time_in_force = 'DAY' OR time_in_force = 'GTD' OR time_in_force = 'IOC' OR time_in_force = 'FOK'),
  good_till REAL CHECK ((good_till IS NULL) OR (time_in_force IS NOT NULL AND time_in_force = 'GTD')),
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, order_id) REFERENCES orders (arm_id, order_id),
  CHECK ((reason IS NULL) = (kind = 'triggered' OR kind = 'amended')),
  CHECK ((quantity_approved IS NOT NULL) = (kind = 'shrunk')),
  CHECK (CASE WHEN order_id IS NULL
    THEN kind IN ('shrunk', 'refused') AND side IS NOT NULL AND type IS NOT NULL AND origin IS NOT NULL AND
      tag IS NOT NULL
    ELSE kind NOT IN ('shrunk', 'refused') AND (kind = 'amended') = (quantity IS NOT NULL) AND
      (kind = 'amended' OR coalesce(limit_price, stop_price) IS NULL) AND
      coalesce(symbol_index, side, type, origin, bracket_stop_price, bracket_limit_price, tag, not_finite, trail_unit,
      trail_distance, reduce_only, oco_group, time_in_force, good_till) IS NULL
    END)
) STRICT, WITHOUT ROWID;

CREATE INDEX order_steps_by_order ON order_steps (arm_id, order_id) WHERE order_id IS NOT NULL;

CREATE TABLE "fills" (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  fill_id INTEGER NOT NULL CHECK (fill_id > 0),
  order_id INTEGER NOT NULL,
  symbol_index INTEGER NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
  quantity REAL NOT NULL CHECK (quantity > 0),
  price REAL NOT NULL,
  reference_price REAL NOT NULL,
  -- Below zero for a rebate.
  commission REAL NOT NULL,
  profit_realised REAL NOT NULL,
  -- 1 where nothing of the order was open afterwards.
  ends_order INTEGER NOT NULL CHECK (ends_order IN (0, 1)),
  ambiguous INTEGER NOT NULL CHECK (ambiguous IN (0, 1)),
  position_quantity REAL NOT NULL,
  position_price REAL,
  -- By how much the profit would differ had the other order been reached first; null unless ambiguous.
  opposite_profit_difference REAL CHECK (opposite_profit_difference IS NULL OR ambiguous = 1), exchange_rate REAL CHECK (exchange_rate > 0),
  PRIMARY KEY (arm_id, order_id, sequence),
  FOREIGN KEY (arm_id, order_id) REFERENCES orders (arm_id, order_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE late_requests (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  request TEXT NOT NULL CHECK (request IN ('cancel', 'amendment')),
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, order_id) REFERENCES orders (arm_id, order_id)
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

CREATE TABLE "adaptations" (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  "trigger" TEXT NOT NULL CHECK ("trigger" = 'regime-change' OR "trigger" = 'schedule' OR "trigger" = 'false-alarm'),
  regime_sequence INTEGER,
  learner TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status = 'adapted' OR status = 'skipped' OR status = 'reverted'),
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
  embedding TEXT CHECK (embedding IS NULL OR json_valid(embedding)),
  -- The part that the adapted model has in predictions; the initialisation has the rest.
  weight REAL CHECK (weight > 0 AND weight <= 1),
  -- Past tasks whose rows are among those of the support.
  past_tasks INTEGER CHECK (past_tasks >= 0),
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, regime_sequence) REFERENCES regime_events,
  CHECK ((support_from IS NOT NULL AND support_to IS NOT NULL AND labels_known_at IS NOT NULL AND
    support_hash IS NOT NULL AND steps IS NOT NULL AND loss_before IS NOT NULL AND loss_after IS NOT NULL AND
    gradient_norm IS NOT NULL AND wall_ms IS NOT NULL) = (status = 'adapted')),
  CHECK ((parameters_before IS NOT NULL AND parameters_after IS NOT NULL) = (status <> 'skipped')),
  CHECK ((status = 'reverted') = ("trigger" = 'false-alarm'))
) STRICT, WITHOUT ROWID;

CREATE TABLE "account_events" (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('ruined', 'margin-call', 'drawdown-stop')),
  equity REAL NOT NULL,
  PRIMARY KEY (arm_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE market_actions (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  symbol_index INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('split', 'dividend', 'delisting', 'halt', 'resumption', 'funding')),
  -- The ratio, the amount for a unit, the price or the rate.
  value REAL CHECK ((value IS NOT NULL) OR kind IN ('delisting', 'halt', 'resumption')),
  -- After it.
  position_quantity REAL NOT NULL,
  position_price REAL,
  -- What came into the account; below zero where it was paid.
  cash REAL NOT NULL,
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, symbol_index) REFERENCES arm_symbols
) STRICT, WITHOUT ROWID;

CREATE TABLE cash_adjustments (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('cash-interest', 'debit-interest', 'borrow-fee')),
  amount REAL NOT NULL, currency TEXT,
  PRIMARY KEY (arm_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversions (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  from_currency TEXT NOT NULL,
  to_currency TEXT NOT NULL,
  -- Null where it was asked for and was no finite number.
  amount_from REAL,
  amount_to REAL,
  -- In the currency of the account.
  cost REAL,
  cause TEXT NOT NULL CHECK (cause IN ('strategy', 'settlement')),
  refusal TEXT,
  PRIMARY KEY (arm_id, sequence),
  CHECK ((amount_to IS NULL) = (refusal IS NOT NULL)),
  CHECK ((cost IS NULL) = (refusal IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE notes (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  name TEXT NOT NULL,
  symbol_index INTEGER,
  value REAL NOT NULL,
  PRIMARY KEY (arm_id, sequence)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE equity_chunks (
  arm_id INTEGER NOT NULL REFERENCES arms,
  -- The slice of the first mark.
  slice INTEGER NOT NULL,
  count INTEGER NOT NULL CHECK (count > 0),
  -- Sequence, time, cash, equity, gross and net of each as float64, packed without loss: see mark-code.ts.
  marks BLOB NOT NULL CHECK (length(marks) >= count),
  PRIMARY KEY (arm_id, slice)
) STRICT;

CREATE VIEW order_events AS
SELECT arm_id, sequence, time, kind, order_id, reason, quantity_approved, symbol_index, side, type,
  quantity, limit_price, stop_price, origin, bracket_stop_price, bracket_limit_price, tag, not_finite, trail_unit, trail_distance, reduce_only, oco_group, time_in_force, good_till FROM order_steps
UNION ALL
SELECT arm_id, sequence, time, 'accepted', order_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM orders
UNION ALL
SELECT arm_id, sequence, time, iif(ends_order, 'filled', 'part-filled'), order_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM fills;

CREATE VIEW positions AS
SELECT arm_id, sequence, time, symbol_index, position_quantity AS quantity, position_price AS price FROM fills;

CREATE VIEW order_adaptations AS
SELECT model.arm_id, model.order_id, model.order_sequence, model.adaptation_sequence, adaptations.regime_sequence,
  adaptations.parameters_after AS parameters
FROM (
  SELECT orders.arm_id, orders.order_id, orders.sequence AS order_sequence, (
    SELECT max(sequence) FROM adaptations AS made
    WHERE made.arm_id = orders.arm_id AND made.sequence < orders.sequence AND made.status <> 'skipped'
  ) AS adaptation_sequence
  FROM orders) AS model
LEFT JOIN adaptations ON adaptations.arm_id = model.arm_id AND adaptations.sequence = model.adaptation_sequence;
`;
