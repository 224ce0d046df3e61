import { randomFrom } from '../math/random.ts';
import type { BarSeries } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { cutAfter, leakOneBar, poisonAfter } from './altered-data.ts';
import { AuditRuns } from './audit-runs.ts';
import type { Host } from './host.ts';
import { firstDifference, type JournalDifference, type JournalLine } from './journal-lines.ts';
import { type PreparedRun, prepareRun, type RunRequest } from './session.ts';

/** What was done to the future of the data. */
type Alteration = 'cut' | 'noise' | 'nothing';

/** A run on altered data that journalled something else before the alteration begins. */
export interface AuditFinding {
  readonly alteration: Alteration;
  /** What comes after this time was altered. */
  readonly point: EpochMs;
  readonly difference: JournalDifference;
}

/** What an audit found out. */
export interface AuditReport {
  readonly strategyName: string;
  readonly points: readonly EpochMs[];
  /** Events and marks that were compared, over all points. */
  readonly linesCompared: number;
  readonly findings: readonly AuditFinding[];
  /**
   * The proof that the audit can see: the first difference on data that leak the future by one bar, in an event if
   * there is one, else in a mark. Null where even that left no trace, so that an audit without findings says nothing, and
   * where it was not tried, since the strategy is not deterministic.
   */
  readonly control: AuditFinding | null;
  /** Modules of Node that the strategy imports: what it reads through them was never altered. */
  readonly unseenModules: readonly string[];
}

/** An audit that a user asks for. Nothing is stored. */
export interface AuditRequest extends Omit<RunRequest, 'storePath' | 'reportFolder' | 'command'> {
  /** Times at which the future is altered, spread over the test period. */
  readonly points: number;
}

/**
 * Looks for look-ahead: runs the strategy on data whose future is cut away or replaced by noise from several points on, and
 * compares the journals before each point, event by event. First it repeats the run on unaltered data, its learner trained
 * anew: a strategy that is not deterministic is reported as that and as nothing else, since any other difference would say
 * nothing. It cannot see a strategy that gets its future from elsewhere than the run's data, such as a file of its own.
 */
export async function auditStrategy(request: AuditRequest, host: Host): Promise<AuditReport> {
  const run = { ...request, storePath: '', reportFolder: null, command: '' };
  const prepared = prepareRun(run, 'backtest', host);
  const points = auditPoints(prepared, request.points);
  const runs = new AuditRuns(request.loaded, pinPeriod(prepared), host);
  const { series } = prepared.data;
  const random = randomFrom(prepared.settings.seed).split('audit');
  const total = 2 * points.length + 3;
  let done = 0;
  const step = (): void => host.progress('audit', ++done, total);

  const reference = await runs.journalOf(series);
  step();
  runs.forgetTraining();
  const repeated = firstDifference(reference, await runs.journalOf(series), Number.POSITIVE_INFINITY);
  step();
  const { strategy, bundle } = request.loaded;
  const report = { strategyName: strategy.name, points, unseenModules: bundle?.nodeModules ?? [] };
  if (repeated) {
    const finding = { alteration: 'nothing', point: Number.POSITIVE_INFINITY, difference: repeated } as const;
    return { ...report, linesCompared: reference.length, findings: [finding], control: null };
  }
  const findings: AuditFinding[] = [];
  const note = (alteration: Alteration, point: EpochMs, lines: readonly JournalLine[]): void => {
    const difference = firstDifference(reference, lines, point);
    if (difference) findings.push({ alteration, point, difference });
    step();
  };
  for (const point of points) {
    note('cut', point, await runs.journalOf(cutAfter(point, series)));
    note('noise', point, await runs.journalOf(poisonAfter(point, series, random), point));
  }
  const control = await plantedLeak(series, points, random, runs);
  step();
  const linesCompared = points.reduce(
    (sum, point) => sum + 2 * countUpTo(reference, point),
    reference.length,
  );
  return { ...report, linesCompared, findings, control };
}

/** The same audit on data that leak one bar: the first trace in an order or adaptation, or else in the account. */
async function plantedLeak(
  series: readonly BarSeries[],
  points: readonly EpochMs[],
  random: ReturnType<typeof randomFrom>,
  runs: AuditRuns,
): Promise<AuditFinding | null> {
  const leaking = await runs.journalOf(leakOneBar(series));
  let inMarks: AuditFinding | null = null;
  for (const point of points) {
    const lines = await runs.journalOf(leakOneBar(poisonAfter(point, series, random)), point);
    const inEvents = firstDifference(leaking.filter(isEvent), lines.filter(isEvent), point);
    if (inEvents) return { alteration: 'noise', point, difference: inEvents };
    const difference = firstDifference(leaking, lines, point);
    if (difference) inMarks ??= { alteration: 'noise', point, difference };
  }
  return inMarks;
}

const isEvent = ({ kind }: JournalLine): boolean => kind !== 'mark';

/** Fixes the test period, whose default depends on where the data end. */
function pinPeriod(prepared: PreparedRun): PreparedRun {
  const from = new Date(prepared.market.testFrom).toISOString();
  const to = new Date(prepared.market.testTo).toISOString();
  return { ...prepared, settings: { ...prepared.settings, from, to } };
}

/** Slices of the test period at even distances, none before every traded symbol has begun, and not the last one. */
function auditPoints({ market }: PreparedRun, count: number): EpochMs[] {
  const begun = Math.max(market.testFrom, ...market.test.map(({ time }) => time[0]!));
  const times = new Set<EpochMs>();
  for (const { time } of market.test) {
    for (const at of time) if (at >= begun) times.add(at);
  }
  const slices = [...times].sort((a, b) => a - b);
  if (slices.length > count) {
    return Array.from(
      { length: count },
      (_, i) => slices[Math.floor(((i + 1) * (slices.length - 1)) / (count + 1))]!,
    );
  }
  throw new RegimetaError('E_DATA_SHORT', {
    place: 'audit',
    rule: `an audit at ${count} points needs more slices than that in which every traded symbol has begun`,
    found: String(slices.length),
    repair: 'Ask for fewer points, or name symbols that overlap with --symbols',
  });
}

function countUpTo(lines: readonly JournalLine[], time: EpochMs): number {
  return lines.reduce((count, line) => (line.time <= time ? count + 1 : count), 0);
}
