import { oneOf } from './one-of.ts';

const STEP_KINDS = ['shrunk', 'refused', 'triggered', 'amended', 'cancelled', 'expired'];

const TERMS = `
  trail_unit TEXT CHECK (${oneOf('trail_unit', ['price', 'percent'])}),
  trail_distance REAL,
  -- 1 for an order that the strategy made so; an exit of a bracket is known by its parent.
  reduce_only INTEGER CHECK (reduce_only = 1),
  oco_group INTEGER CHECK (oco_group > 0),
  time_in_force TEXT CHECK (${oneOf('time_in_force', ['DAY', 'GTD', 'IOC', 'FOK'])}),
  good_till REAL CHECK ((good_till IS NULL) OR (time_in_force IS NOT NULL AND time_in_force = 'GTD'))`;

const ORDER_TYPES = [
  'market',
  'market-on-open',
  'market-on-close',
  'limit',
  'stop',
  'stop-limit',
  'trailing-stop',
];

/** Columns that a plain order leaves null stand last, so that its row ends before them. */
const TABLES = `
CREATE TABLE orders_8 (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  symbol_index INTEGER NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
  type TEXT NOT NULL CHECK (${oneOf('type', ORDER_TYPES)}),
  quantity REAL NOT NULL CHECK (quantity > 0),
  origin TEXT NOT NULL CHECK (${oneOf('origin', ['target', 'strategy', 'liquidation'])}),
  tag TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  accepted_index INTEGER NOT NULL,
  limit_price REAL CHECK ((limit_price IS NOT NULL) = (type = 'limit' OR type = 'stop-limit')),
  -- Of a trailing stop, the one that it began with.
  stop_price REAL CHECK ((stop_price IS NOT NULL) = (${oneOf('type', ['stop', 'stop-limit', 'trailing-stop'])})),
  bracket_stop_price REAL,
  bracket_limit_price REAL,
  parent_id INTEGER,${TERMS},
  PRIMARY KEY (arm_id, order_id),
  FOREIGN KEY (arm_id, symbol_index) REFERENCES arm_symbols,
  FOREIGN KEY (arm_id, parent_id) REFERENCES orders (arm_id, order_id),
  CHECK ((trail_unit IS NOT NULL) = (type = 'trailing-stop')),
  CHECK ((trail_distance IS NOT NULL) = (type = 'trailing-stop'))
) STRICT, WITHOUT ROWID;

-- What happens to orders beside acceptance and fills. A refused or shrunk request has no order, so its own columns are kept
-- here; an amendment keeps what holds after it.
CREATE TABLE order_steps (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (${oneOf('kind', STEP_KINDS)}),
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
  not_finite TEXT CHECK (json_valid(not_finite)),${TERMS},
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, order_id) REFERENCES orders (arm_id, order_id),
  CHECK ((reason IS NULL) = (${oneOf('kind', ['triggered', 'amended'])})),
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

-- Each fill with the position after it. The fills of an order lie together, so that they are found without an index.
CREATE TABLE fills_8 (
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
  opposite_profit_difference REAL CHECK (opposite_profit_difference IS NULL OR ambiguous = 1),
  PRIMARY KEY (arm_id, order_id, sequence),
  FOREIGN KEY (arm_id, order_id) REFERENCES orders (arm_id, order_id)
) STRICT, WITHOUT ROWID;
`;

const TERM_COLUMNS = 'trail_unit, trail_distance, reduce_only, oco_group, time_in_force, good_till';

const ORDER_COLUMNS = `arm_id, sequence, time, order_id, symbol_index, side, type, quantity, origin, tag, accepted_at,
  accepted_index, limit_price, stop_price, bracket_stop_price, bracket_limit_price, parent_id, ${TERM_COLUMNS}`;

const STEP_COLUMNS = `arm_id, sequence, time, kind, order_id, reason, quantity_approved, symbol_index, side, type,
  quantity, limit_price, stop_price, origin, bracket_stop_price, bracket_limit_price, tag, not_finite, ${TERM_COLUMNS}`;

const NULLS_OF_A_LIFE = Array.from({ length: 19 }, () => 'NULL').join(', ');

const ROWS = `
INSERT INTO orders_8 (${ORDER_COLUMNS}) SELECT ${ORDER_COLUMNS} FROM orders;
INSERT INTO order_steps (${STEP_COLUMNS})
SELECT ${STEP_COLUMNS} FROM order_events WHERE kind NOT IN ('accepted', 'part-filled', 'filled');
INSERT INTO fills_8
SELECT arm_id, sequence, fills.time, fill_id, fills.order_id, fills.symbol_index, fills.side, fills.quantity, fills.price,
  reference_price, commission, profit_realised, order_events.kind = 'filled', ambiguous, positions.quantity,
  positions.price, opposite_profit_difference
FROM fills JOIN positions USING (arm_id, sequence) JOIN order_events USING (arm_id, sequence);
`;

const VIEWS = `
-- The life of the orders, step by step, with the requests that were refused or shrunk.
CREATE VIEW order_events AS
SELECT ${STEP_COLUMNS} FROM order_steps
UNION ALL
SELECT arm_id, sequence, time, 'accepted', order_id, ${NULLS_OF_A_LIFE} FROM orders
UNION ALL
SELECT arm_id, sequence, time, iif(ends_order, 'filled', 'part-filled'), order_id, ${NULLS_OF_A_LIFE} FROM fills;

-- The position of a symbol after each of its fills.
CREATE VIEW positions AS
SELECT arm_id, sequence, time, symbol_index, position_quantity AS quantity, position_price AS price FROM fills;
`;

/**
 * Orders and arms for a person at the sqlite3 shell; made anew where a table behind them is. `armColumns` are further columns of
 * `arms` that the view of arms shows, each with a comma behind it.
 */
export const readingViews = (armColumns = ''): string => `
-- Every accepted order with what became of it.
CREATE VIEW order_states AS
SELECT arms.run_id, arms.name AS arm, orders.order_id, arm_symbols.symbol, orders.side, orders.type,
  orders.quantity, orders.limit_price, orders.stop_price, orders.origin, orders.parent_id, orders.tag,
  datetime(orders.accepted_at / 1000, 'unixepoch') AS accepted,
  CASE WHEN step.sequence > coalesce(fill.sequence, 0) THEN step.kind
    WHEN fill.sequence IS NULL THEN 'accepted'
    WHEN fill.ends_order THEN 'filled' ELSE 'part-filled' END AS status,
  iif(step.sequence > coalesce(fill.sequence, 0), step.reason, NULL) AS reason,
  datetime(coalesce(max(step.time, fill.time), step.time, fill.time, orders.time) / 1000, 'unixepoch') AS since,
  fill.price AS fill_price, fill.commission, fill.profit_realised, orders.arm_id
FROM orders
JOIN arms USING (arm_id)
JOIN arm_symbols USING (arm_id, symbol_index)
LEFT JOIN order_steps AS step ON step.arm_id = orders.arm_id AND step.sequence = (
  SELECT max(sequence) FROM order_steps AS later
  WHERE later.arm_id = orders.arm_id AND later.order_id = orders.order_id)
LEFT JOIN fills AS fill ON fill.arm_id = orders.arm_id AND fill.order_id = orders.order_id AND fill.sequence = (
  SELECT max(sequence) FROM fills AS later
  WHERE later.arm_id = orders.arm_id AND later.order_id = orders.order_id);

-- One row an arm: what it earned and what it did.
CREATE VIEW arm_summary AS
SELECT arms.run_id, runs.strategy_name, runs.status AS run_status, arms.name AS arm, arms.role, ${armColumns}
  max(metrics.value) FILTER (WHERE metrics.name = 'total_return') AS total_return,
  max(metrics.value) FILTER (WHERE metrics.name = 'cagr') AS cagr,
  max(metrics.value) FILTER (WHERE metrics.name = 'volatility') AS volatility,
  max(metrics.value) FILTER (WHERE metrics.name = 'sharpe') AS sharpe,
  max(metrics.value) FILTER (WHERE metrics.name = 'drawdown_max') AS drawdown_max,
  (SELECT count(*) FROM orders WHERE orders.arm_id = arms.arm_id) AS orders,
  (SELECT count(*) FROM fills WHERE fills.arm_id = arms.arm_id) AS fills,
  (SELECT count(*) FROM order_steps WHERE order_steps.arm_id = arms.arm_id AND kind = 'refused') AS refused,
  (SELECT count(*) FROM regime_events WHERE regime_events.arm_id = arms.arm_id) AS regime_changes,
  (SELECT count(*) FROM adaptations WHERE adaptations.arm_id = arms.arm_id AND status = 'adapted') AS adaptations,
  arms.arm_id
FROM arms
JOIN runs USING (run_id)
LEFT JOIN metrics USING (arm_id)
GROUP BY arms.arm_id;
`;

/**
 * The step to fewer rows: the position after a fill stands in the row of the fill, and acceptance and fills are told by
 * `orders` and `fills` alone. What a reader knew as the tables `order_events` and `positions` are views now. The journals of
 * older arms keep the hash that they have: `journal_form` says which.
 */
export const SCHEMA_8 = `
DROP VIEW order_states;
ALTER TABLE runs ADD COLUMN detail TEXT NOT NULL DEFAULT 'full' CHECK (${oneOf('detail', ['summary', 'orders', 'full'])});
ALTER TABLE arms ADD COLUMN journal_form INTEGER NOT NULL DEFAULT 1 CHECK (journal_form IN (1, 2));
DROP VIEW arm_summary;
${TABLES}${ROWS}
DROP TABLE order_events;
DROP TABLE positions;
DROP TABLE fills;
DROP TABLE orders;
ALTER TABLE orders_8 RENAME TO orders;
ALTER TABLE fills_8 RENAME TO fills;
CREATE INDEX order_steps_by_order ON order_steps (arm_id, order_id) WHERE order_id IS NOT NULL;
${VIEWS}${readingViews()}`;
