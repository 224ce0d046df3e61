import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labelledBench } from '../../bench/labelled-series.ts';
import { regimesBench } from '../../bench/regimes.ts';

const FOLDER = '../shared/data/tcpd';

describe('the benchmark of detectors', () => {
  it('keeps to its rate of false alarms, and finds changes sooner than chance would', async () => {
    const figures = await regimesBench(['--quick', '--only=cusum,volatility-rule']);
    const names = ['cusum', 'volatility-rule'];
    expect(Object.keys(figures)).toHaveLength(names.length * (1 + 3 * 5));
    for (const name of names) {
      expect(figures[`${name} ns_per_update`]).toBeGreaterThan(0);
      for (const noise of ['normal', 't4', 'garch']) {
        expect(figures[`${name} rate_reached ${noise}`]).toBeLessThanOrEqual(2);
        expect(figures[`${name} false_alarms_per_1000 ${noise}`]).toBeGreaterThanOrEqual(0);
      }
      expect(figures[`${name} delay_variance normal`]).toBeLessThan(60);
    }
  }, 60_000);

  it.skipIf(!existsSync(FOLDER))(
    'scores silence on labelled series as their paper does',
    () => {
      const figures = labelledBench([`--folder=${FOLDER}`]);
      expect(figures['zero f1 nile']).toBe(0.8235);
      expect(figures['zero f1 well_log']).toBe(0.237);
      expect(figures['zero f1 quality_control_5']).toBe(1);
      expect(figures['bocpd f1 nile']).toBe(1);
    },
    60_000,
  );
});
