import { describe, expect, it } from 'vitest';
import type { TaskPoint } from '../../src/model/event.ts';
import type { ArmRecord } from '../../src/model/run-record.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { taskMaps } from '../../src/report/task-map.ts';
import { HOSTILE_TEXT, HOSTILE_TEXT_SHOWN, hostileReport } from './hostile-report.ts';
import { contentsOf, sectionOf, textOf, unbalancedTag, withoutScripts } from './page-reader.ts';
import { sampleReport } from './sample-report.ts';

const report = sampleReport();
const [subject] = report.arms as readonly [ArmRecord, ...ArmRecord[]];
const template = subject.adaptations.find((row) => row.status === 'adapted')!;

function armWith(points: readonly (TaskPoint | null)[], name = 'meta'): ArmRecord {
  return { ...subject, name, adaptations: points.map((embedding) => ({ ...template, embedding })) };
}

function points(...at: readonly (readonly number[])[]): TaskPoint[] {
  return at.map((each) => ({ space: 'meta-features', at: each }));
}

function mapsOf(...arms: readonly ArmRecord[]): string {
  return String(taskMaps(arms.map((arm, k) => ({ arm, slot: k === 0 ? 's' : String(k) }))) ?? '');
}

function circlesOf(text: string): readonly string[] {
  return text.match(/<circle [^>]*>/g) ?? [];
}

describe('the map of the tasks', () => {
  it('has a point for each adaptation that was stored with one, in the colour of its arm', () => {
    const section = sectionOf(renderReport(report), 'adaptations');
    const expected = report.arms.map((arm) => arm.adaptations.filter((row) => row.embedding !== null).length);
    const circles = circlesOf(section);
    expect(circles).toHaveLength(expected.reduce((sum, count) => sum + count, 0));
    expect(circles.filter((circle) => circle.includes('arm-s"'))).toHaveLength(expected[0]!);
    expect(textOf(contentsOf(section, 'figcaption')[0]!)).toContain('meta-features, 3 coordinates');
  });

  it('puts tasks that are alike close together and tasks that are not far apart', () => {
    const text = mapsOf(armWith(points([0, 0, 0], [0.1, 0, 0.1], [5, 4, 5], [5, 4.1, 5])));
    const at = circlesOf(text)
      .map((circle) => ['cx', 'cy'].map((name) => Number(new RegExp(`${name}="([^"]*)"`).exec(circle)![1])))
      .reverse();
    const apart = (a: number, b: number): number =>
      Math.hypot(at[a]![0]! - at[b]![0]!, at[a]![1]! - at[b]![1]!);
    expect(apart(0, 1)).toBeLessThan(20);
    expect(apart(2, 3)).toBeLessThan(20);
    expect(apart(0, 2)).toBeGreaterThan(300);
    for (const [x, y] of at) {
      expect(x).toBeGreaterThanOrEqual(16);
      expect(x).toBeLessThanOrEqual(424);
      expect(y).toBeGreaterThanOrEqual(16);
      expect(y).toBeLessThanOrEqual(284);
    }
  });

  it('draws one map for each space and number of coordinates, over all arms', () => {
    const own = [[1], [2], [4]].map((at) => ({ space: 'cavia 5-32-1', at }));
    const first = armWith(points([0, 1], [1, 0], [2, 2]));
    const text = mapsOf(first, armWith(points([0, 3], [1, 1]), 'random-time'), armWith(own, 'cavia'));
    expect(contentsOf(text, 'figure').map((figure) => circlesOf(figure).length)).toEqual([5, 3]);
  });

  it('is left out where fewer than three tasks have a point that is finite, or all points are the same', () => {
    expect(mapsOf(armWith(points([0, 1], [1, 0])))).toBe('');
    expect(mapsOf(armWith([...points([0, 1], [1, 0], [Number.NaN, 1]), null]))).toBe('');
    expect(mapsOf(armWith(points([1, 1], [1, 1], [1, 1])))).toBe('');
    expect(mapsOf()).toBe('');
  });

  it('has no number that is not finite where all tasks lie on a line, or numbers are huge', () => {
    for (const at of [
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
      [
        [1e300, 0],
        [-1e300, 1],
        [0, 3],
      ],
    ]) {
      const text = mapsOf(armWith(points(...at)));
      expect(circlesOf(text)).toHaveLength(3);
      expect(text).not.toMatch(/NaN|Infinity/);
    }
  });

  it('shows names of spaces and arms as text', () => {
    const text = withoutScripts(renderReport(hostileReport(report)));
    const section = sectionOf(text, 'adaptations');
    expect(circlesOf(section).length).toBeGreaterThan(3);
    expect(unbalancedTag(text)).toBeNull();
    const spaces = contentsOf(section, 'figcaption').map(textOf);
    expect(spaces.some((caption) => caption.includes(`${HOSTILE_TEXT_SHOWN}meta-features`))).toBe(true);
    expect(section).not.toContain(HOSTILE_TEXT);
    expect(section).not.toContain('<img');
  });
});
