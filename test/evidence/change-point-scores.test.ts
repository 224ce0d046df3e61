import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Annotations,
  changePointCovering,
  changePointF1,
} from '../../src/evidence/change-point-scores.ts';

const FIXTURE = '../shared/fixtures/tcpd.json';

/** The examples in the documentation of the benchmark's program (van den Burg & Williams 2020). */
const F1_EXAMPLES: readonly [Annotations, readonly number[], number][] = [
  [{ '1': [10, 20], '2': [11, 20], '3': [10], '4': [0, 5] }, [10, 20], 1],
  [{ '1': [], '2': [10], '3': [50] }, [10], 0.9090909090909091],
  [{ '1': [], '2': [10], '3': [50] }, [], 0.8],
];
const COVERING_EXAMPLES: readonly [Annotations, readonly number[], number][] = [
  [{ '1': [10, 20], '2': [10], '3': [0, 5] }, [10, 20], 0.7962962962962963],
  [{ '1': [], '2': [10], '3': [40] }, [10], 0.7954144620811286],
  [{ '1': [], '2': [10], '3': [40] }, [], 0.8189300411522634],
];

describe('scores of change points', () => {
  it('are those of the published examples', () => {
    for (const [annotations, prediction, value] of F1_EXAMPLES) {
      expect(changePointF1(annotations, prediction)).toBeCloseTo(value, 12);
    }
    for (const [annotations, prediction, value] of COVERING_EXAMPLES) {
      expect(changePointCovering(annotations, prediction, 45)).toBeCloseTo(value, 12);
    }
  });

  it.skipIf(!existsSync(FIXTURE))(
    'of never saying anything are exact on nine labelled series (needs ../shared/fixtures and data)',
    () => {
      const { values } = JSON.parse(readFileSync(FIXTURE, 'utf8'));
      for (const [name, [zero]] of Object.entries(values.default_f1.rows as Record<string, number[]>)) {
        const file = JSON.parse(readFileSync(`../shared/data/tcpd/${name}.json`, 'utf8'));
        const count = file.series[0].length as number;
        expect(Math.abs(changePointF1(file.annotations, []) - zero!)).toBeLessThan(1e-9);
        const covering = changePointCovering(file.annotations, [], count);
        expect(Math.abs(covering - values.covering_zero_recomputed[name])).toBeLessThan(1e-9);
        const { change_points, f1, covering: expected } = values.bocpd_recomputed[name];
        expect(changePointF1(file.annotations, change_points)).toBeCloseTo(f1, 6);
        expect(changePointCovering(file.annotations, change_points, count)).toBeCloseTo(expected, 6);
      }
    },
  );
});
