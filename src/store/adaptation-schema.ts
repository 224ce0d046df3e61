import { oneOf } from './one-of.ts';

const COLUMNS = `arm_id, sequence, time, "trigger", regime_sequence, learner, status, reason, support_from, support_to, labels_known_at,
  support_rows, support_hash, steps, loss_before, loss_after, gradient_norm, parameters_before, parameters_after, wall_ms,
  embedding`;

/**
 * The step to adaptations that are taken back, that count in part, and that take past tasks in; and to the model behind each order. SQLite cannot drop a
 * constraint, so the table is made again with its rows. The views of arms that read it are made anew after it.
 */
export const ADAPTATION_SCHEMA = `
DROP VIEW arm_summary;
DROP VIEW order_states;
CREATE TABLE adaptations_next (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  "trigger" TEXT NOT NULL CHECK (${oneOf('"trigger"', ['regime-change', 'schedule', 'false-alarm'])}),
  regime_sequence INTEGER,
  learner TEXT NOT NULL,
  status TEXT NOT NULL CHECK (${oneOf('status', ['adapted', 'skipped', 'reverted'])}),
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
  embedding TEXT CHECK (json_valid(embedding)),
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
INSERT INTO adaptations_next (${COLUMNS}, weight, past_tasks)
SELECT ${COLUMNS}, iif(status = 'adapted', 1.0, NULL), iif(status = 'adapted', 0, NULL) FROM adaptations;
DROP TABLE adaptations;
ALTER TABLE adaptations_next RENAME TO adaptations;

-- The adaptation whose parameters were in force when each order was accepted, from that one until the next; null for the initialisation.
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
