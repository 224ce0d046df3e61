import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyRun } from '../../src/run/verify-run.ts';
import { alteredStore, gatherStore } from '../support/altered-store.ts';
import { regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const strategy = (name: string): string =>
  fileURLToPath(new URL(`../../strategies/${name}.ts`, import.meta.url));

/** Of the first arm with the second seed. */
const LATER_ARM = '(SELECT min(arm_id) FROM arms WHERE seed = 2)';

// A comparison with all that can be asked of one, and a sweep, on a machine that may be busy.
describe('of two seeds, settings, paths and a sweep', { timeout: 240_000 }, () => {
  let store: string;

  beforeAll(async () => {
    const folder = temporaryFolder();
    store = join(folder, 'runs.sqlite');
    const data = join(folder, 'made');
    const size = ['--bars', '900', '--symbols', '3', '--regime-bars', '120'];
    const common = ['--data', data, '--store', store, '--no-report'];
    const asked = ['--arms', 'random-time,equal-weight', '--meta-steps', '3', '--seeds', '1..2'];
    const further = ['--sensitivity', '--cpcv', '2,1'];
    for (const words of [
      ['data', 'synthesize', '--out', data, ...size],
      ['compare', strategy('meta-momentum'), ...common, ...asked, ...further],
      ['sweep', strategy('sma-crossover'), ...common.slice(0, 4), '--fast', '5,10', '--slow', '20,40'],
    ]) {
      const { code, stderr } = await regimeta(words);
      expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    }
    gatherStore(store);
  }, 240_000);

  it('everything is what its rows lead to', () => {
    for (const runId of [1, 2]) expect(verifyRun(store, runId).differences).toEqual([]);
    const rows = new Map(verifyRun(store, 1).verified.map(({ what, rows: count }) => [what, count]));
    expect(rows.get('rows of sensitivity')).toBe(24);
    expect(rows.get('rows of cross_validation_paths')).toBe(2);
    expect(rows.get('findings')).toBeGreaterThan(9);
  });

  it.each<[number, string, string, string]>([
    [
      1,
      'metrics',
      'value',
      `UPDATE metrics SET value = value + 1e-6 WHERE name = 'sharpe' AND arm_id = ${LATER_ARM}`,
    ],
    [1, 'equity', 'cash', `UPDATE equity SET cash = cash + 1 WHERE arm_id = ${LATER_ARM} AND slice = 50`],
    [
      1,
      'arms',
      'journal_hash',
      `UPDATE fills SET reference_price = 1.01 * reference_price WHERE arm_id = ${LATER_ARM}`,
    ],
    [
      1,
      'comparisons',
      'sharpe_high',
      'UPDATE comparisons SET sharpe_high = sharpe_high + 1e-6 WHERE position = 1',
    ],
    [
      1,
      'comparisons',
      'minimum_detectable',
      'UPDATE comparisons SET minimum_detectable = 0.01 WHERE position = 0',
    ],
    [1, 'verdicts', 'sentence', "UPDATE verdicts SET sentence = replace(sentence, '2 seeds', '20 seeds')"],
    [1, 'verdicts', 'trials', 'UPDATE verdicts SET trials = 2'],
    [
      1,
      'sensitivity',
      'sharpe',
      'UPDATE sensitivity SET sharpe = sharpe + 1e-6 WHERE position = 0 AND arm_position = 1',
    ],
    [
      1,
      'sensitivity',
      'sharpe',
      'UPDATE sensitivity SET sharpe = sharpe + 1e-6 WHERE position = 2 AND arm_position = 0',
    ],
    [
      1,
      'sensitivity',
      'total_return',
      'UPDATE sensitivity SET total_return = 1 WHERE position = 3 AND arm_position = 0',
    ],
    [
      1,
      'sensitivity',
      'sharpe_difference',
      'UPDATE sensitivity SET sharpe_difference = 1 WHERE position = 3 AND arm_position = 1',
    ],
    [
      1,
      'sensitivity',
      'total_return',
      'UPDATE sensitivity SET day_closes = (SELECT day_closes FROM sensitivity WHERE position = 0 AND arm_position = 0) WHERE position = 1 AND arm_position = 0',
    ],
    [
      1,
      'sensitivity',
      'day_closes',
      'UPDATE sensitivity SET day_closes = substr(day_closes, 9) WHERE position = 1 AND arm_position = 0',
    ],
    [
      1,
      'cross_validation_paths',
      'sharpe',
      'UPDATE cross_validation_paths SET sharpe = sharpe - 1e-6 WHERE arm_position = 1',
    ],
    [
      1,
      'cross_validation_paths',
      'sharpe_difference',
      'UPDATE cross_validation_paths SET sharpe_difference = 5 WHERE arm_position = 1',
    ],
    [1, 'findings', 'p_value', "UPDATE findings SET p_value = p_value / 2 WHERE method = 'spa-upper'"],
    [
      1,
      'findings',
      'p_value',
      "UPDATE findings SET p_value = p_value / 2 WHERE method = 'step-m' AND against = 'random-time'",
    ],
    [1, 'findings', 'estimate', "UPDATE findings SET estimate = 0 WHERE method = 'diebold-mariano'"],
    [
      1,
      'findings',
      'detail.decisions',
      "UPDATE findings SET detail = json_set(detail, '$.decisions', 99) WHERE method = 'diebold-mariano'",
    ],
    [
      1,
      'findings',
      'detail.kurtosis',
      "UPDATE findings SET detail = json_set(detail, '$.kurtosis', 3) WHERE method = 'probabilistic-sharpe'",
    ],
    [1, 'runs', 'event_count', 'UPDATE runs SET event_count = event_count + 1 WHERE run_id = 1'],
    [
      2,
      'findings',
      'estimate',
      "UPDATE findings SET estimate = estimate / 2 + 0.1 WHERE method = 'overfitting-probability'",
    ],
    [
      2,
      'findings',
      'estimate',
      "UPDATE findings SET estimate = 0.99 WHERE method = 'deflated-sharpe' AND run_id = 2",
    ],
    [
      2,
      'findings',
      'detail.varianceOfTrials',
      "UPDATE findings SET detail = json_set(detail, '$.varianceOfTrials', 1e-9) WHERE method = 'deflated-sharpe' AND run_id = 2",
    ],
    [
      2,
      'findings',
      'detail.trials',
      "UPDATE findings SET detail = json_set(detail, '$.trials', 3) WHERE method = 'deflated-sharpe' AND run_id = 2",
    ],
    [
      2,
      'trial_metrics',
      'value',
      "UPDATE trial_metrics SET value = value + 1e-6 WHERE name = 'sharpe' AND trial_id = 3",
    ],
    [
      2,
      'trials',
      'config_hash',
      "UPDATE sweep_trials SET parameters = json_set(parameters, '$.fast', 6) WHERE position = 0",
    ],
    [
      2,
      'runs',
      'journal_hash',
      "UPDATE trials SET journal_hash = substr(journal_hash, 2) || '0' WHERE trial_id = 2",
    ],
  ])('run %i has a difference in %s, %s, after %s', (runId, table, field, sql) => {
    const { isSame, differences } = verifyRun(alteredStore(store, sql), runId);
    expect(isSame).toBe(false);
    expect(differences.map((difference) => `${difference.table} ${difference.field}`)).toContain(
      `${table} ${field}`,
    );
  });
});
