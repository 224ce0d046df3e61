import type { MarketData } from '../market/data-folder.ts';
import { randomFrom } from '../math/random.ts';
import type { BarSeries } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { cutAfter, leakOneBar, poisonAfter } from './altered-data.ts';
import { trainLearner } from './arm-learner.ts';
import { runArm } from './arm-runner.ts';
import type { Host } from './host.ts';
import { firstDifference, type JournalDifference, type JournalLine, JournalLines } from './journal-lines.ts';
import { armMarketOf, planMarket } from './market-plan.ts';
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
   * there is one, else in a mark. Null where even that left no trace, so that an audit without findings says nothing.
   */
  readonly control: AuditFinding | null;
}

/** An audit that a user asks for. Nothing is stored. */
export interface AuditRequest extends Omit<RunRequest, 'storePath' | 'reportFolder' | 'command'> {
  /** Times at which the future is altered, spread over the test period. */
  readonly points: number;
}

/**
 * Looks for look-ahead: runs the strategy, its learner trained anew each time, on data whose future is cut away or
 * replaced by noise from several points on, and compares the journals before each point, event by event. It also
 * repeats the run on unaltered data, which finds strategies that are not deterministic. It cannot see a strategy that
 * gets its future from elsewhere than the run's data, such as a file of its own.
 */
export async function auditStrategy(request: AuditRequest, host: Host): Promise<AuditReport> {
  const run = { ...request, storePath: '', reportFolder: null, command: '' };
  const prepared = prepareRun(run, 'backtest', host);
  const pinned = pinPeriod(prepared);
  const points = auditPoints(prepared, request.points);
  const journal = (series: readonly BarSeries[]): Promise<readonly JournalLine[]> =>
    journalOf(request, pinned, { ...prepared.data, series }, host);
  const { series } = prepared.data;
  const random = randomFrom(prepared.settings.seed).split('audit');
  const total = 2 * points.length + 3;
  let done = 0;
  const step = (): void => host.progress('audit', ++done, total);

  const reference = await journal(series);
  step();
  const findings: AuditFinding[] = [];
  const note = (alteration: Alteration, point: EpochMs, lines: readonly JournalLine[]): void => {
    const difference = firstDifference(reference, lines, point);
    if (difference) findings.push({ alteration, point, difference });
    step();
  };
  note('nothing', Number.POSITIVE_INFINITY, await journal(series));
  for (const point of points) {
    note('cut', point, await journal(cutAfter(point, series)));
    note('noise', point, await journal(poisonAfter(point, series, random)));
  }
  const control = await plantedLeak(series, points, random, journal);
  step();
  const linesCompared = points.reduce(
    (sum, point) => sum + 2 * countUpTo(reference, point),
    reference.length,
  );
  return { strategyName: request.loaded.strategy.name, points, linesCompared, findings, control };
}

/** The same audit on data that leak one bar: the first trace in an order or adaptation, or else in the account. */
async function plantedLeak(
  series: readonly BarSeries[],
  points: readonly EpochMs[],
  random: ReturnType<typeof randomFrom>,
  journal: (series: readonly BarSeries[]) => Promise<readonly JournalLine[]>,
): Promise<AuditFinding | null> {
  const leaking = await journal(leakOneBar(series));
  let inMarks: AuditFinding | null = null;
  for (const point of points) {
    const lines = await journal(leakOneBar(poisonAfter(point, series, random)));
    const inEvents = firstDifference(leaking.filter(isEvent), lines.filter(isEvent), point);
    if (inEvents) return { alteration: 'noise', point, difference: inEvents };
    const difference = firstDifference(leaking, lines, point);
    if (difference) inMarks ??= { alteration: 'noise', point, difference };
  }
  return inMarks;
}

const isEvent = ({ kind }: JournalLine): boolean => kind !== 'mark';

async function journalOf(
  { loaded }: AuditRequest,
  { parameters, settings, checkpoint }: PreparedRun,
  data: MarketData,
  host: Host,
): Promise<readonly JournalLine[]> {
  const { strategy } = loaded;
  const learning = strategy.learner !== undefined && (checkpoint?.saved.origin ?? true);
  const market = planMarket(data, settings, learning);
  const quiet: Host = { ...host, progress: () => undefined };
  const random = randomFrom(settings.seed).split('meta-training');
  const source = { loaded, parameters, checkpoint };
  const trained = await trainLearner(source, market.train, random, quiet);
  const journal = new JournalLines();
  const plan = {
    name: strategy.name,
    role: 'subject',
    description: strategy.description,
    loaded,
    parameters,
    policy: { kind: 'at-change' },
    learner: trained?.learner ?? null,
    past: trained?.past ?? [],
  } as const;
  await runArm(plan, armMarketOf(market), settings, journal, quiet);
  return journal.lines;
}

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
