import { type PrincipalPlane, principalPlane } from '../math/principal-plane.ts';
import type { AdaptationRow, ArmRecord } from '../model/run-record.ts';
import { html, type Markup } from './html.ts';
import { nameOf, numberText, percentText, timeText } from './number-text.ts';
import { limitRows } from './table-limit.ts';

/** An arm that adapts, with the colour slot of its points. */
export interface MappedArm {
  readonly arm: ArmRecord;
  readonly slot: string;
}

interface MappedTask {
  readonly title: string;
  readonly slot: string;
  readonly at: readonly number[];
}

/** Tasks of one space and one number of coordinates, which alone can be compared. */
interface TaskSpace {
  readonly name: string;
  readonly coordinates: number;
  readonly tasks: MappedTask[];
}

const WIDTH = 440;
const HEIGHT = 300;
const MARGIN = 16;

/** Two points always lie on a line, so fewer than three are no map. */
const TASKS_MIN = 3;

/**
 * The tasks that were adapted to, as points on the plane of their first two principal components: tasks that the
 * learner sees alike stand close together. One map for each space; null where no space has three tasks that differ.
 */
export function taskMaps(arms: readonly MappedArm[]): Markup | null {
  const maps = taskSpaces(arms)
    .map(taskMap)
    .filter((map) => map !== null);
  return maps.length > 0 ? html`<h3>Map of the tasks</h3>${maps}` : null;
}

function taskSpaces(arms: readonly MappedArm[]): readonly TaskSpace[] {
  const spaces = new Map<string, TaskSpace>();
  for (const { arm, slot } of arms) {
    for (const row of limitRows(arm.adaptations, arms.length).rows) {
      const { embedding } = row;
      if (!embedding?.at.every(Number.isFinite)) continue;
      const key = `${embedding.at.length} ${embedding.space}`;
      const space = spaces.get(key) ?? { name: embedding.space, coordinates: embedding.at.length, tasks: [] };
      spaces.set(key, space);
      space.tasks.push({ title: titleOf(arm, row), slot, at: embedding.at });
    }
  }
  return [...spaces.values()];
}

function titleOf({ name }: ArmRecord, { time, supportFrom, supportTo }: AdaptationRow): string {
  const support =
    supportFrom === null || supportTo === null
      ? ''
      : `, support ${timeText(supportFrom)} to ${timeText(supportTo)}`;
  return `${name}, ${timeText(time)}${support}`;
}

function taskMap({ name, coordinates, tasks }: TaskSpace): Markup | null {
  const plane = tasks.length < TASKS_MIN ? null : principalPlane(tasks.map(({ at }) => at));
  if (plane === null) return null;
  const count = numberText(tasks.length, 0);
  const shares = plane.shares.map((share) => percentText(share, 0));
  return html`<figure class="plot"><figcaption>${count} tasks in ${nameOf(name)}, ${numberText(coordinates, 0)} coordinates, each divided by its deviation. Across: the first principal component, ${shares[0]} of the variance. Up: the second, ${shares[1]}. Both have one scale. Colours are those of the arms.</figcaption>
<svg class="curve" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="Map of ${count} tasks in ${name}">
<rect class="map-frame" x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}"/>
${taskPoints(tasks, plane)}
</svg></figure>`;
}

/** The first arm is the subject as a rule: its points are drawn last, above the others. */
function taskPoints(tasks: readonly MappedTask[], { at }: PrincipalPlane): readonly Markup[] {
  const across = rangeOf(at, 0);
  const up = rangeOf(at, 1);
  const room = Math.min(
    (WIDTH - 2 * MARGIN) / (across.high - across.low),
    (HEIGHT - 2 * MARGIN) / Math.max(up.high - up.low, Number.MIN_VALUE),
  );
  const x = (value: number): number => round(WIDTH / 2 + room * (value - (across.low + across.high) / 2));
  const y = (value: number): number => round(HEIGHT / 2 - room * (value - (up.low + up.high) / 2));
  return tasks
    .map(
      ({ title, slot }, i) =>
        html`<circle class="map-point arm-${slot}" cx="${x(at[2 * i]!)}" cy="${y(at[2 * i + 1]!)}" r="4"><title>${title}</title></circle>
`,
    )
    .reverse();
}

function rangeOf(at: Float64Array, offset: 0 | 1): { readonly low: number; readonly high: number } {
  let [low, high] = [at[offset]!, at[offset]!];
  for (let i = offset; i < at.length; i += 2) {
    low = Math.min(low, at[i]!);
    high = Math.max(high, at[i]!);
  }
  return { low, high };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
