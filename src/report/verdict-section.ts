import type { Comparison, Verdict, VerdictSummary } from '../model/comparison.ts';
import type { MetricName } from '../model/metric-catalog.ts';
import { METRIC_CATALOG } from '../model/metric-catalog.ts';
import { ruinedArms } from '../model/ruined-arms.ts';
import type { ArmRecord, RunRecord, RunReport } from '../model/run-record.ts';
import { subjectOf } from './arm-marker.ts';
import { html, type Markup } from './html.ts';
import { metricText, nameOf, numberText, storedNumber, timeText } from './number-text.ts';
import { periodNoun } from './period-noun.ts';

/** The three answers as they are labelled: a sign and a word. */
export const VERDICT_LABELS: Readonly<Record<Verdict, { readonly sign: string; readonly word: string }>> = {
  better: { sign: '\u25B2', word: 'Better' },
  worse: { sign: '\u25BC', word: 'Worse' },
  inconclusive: { sign: '\u25C6', word: 'Inconclusive' },
};

/** The three-state badge of a verdict. It can be told by its word and its sign as well as by its colour. */
export function verdictBadge(verdict: Verdict): Markup {
  const label = VERDICT_LABELS[verdict];
  return html`<span class="badge ${verdict}"><span aria-hidden="true">${label.sign}</span> ${label.word}</span>`;
}

/** The head of the page: what was run, whether it came to its end, and the verdict. */
export function verdictSection(report: RunReport): Markup {
  const { run, verdict } = report;
  return html`<header class="head">
<p class="eyebrow">${run.kind === 'compare' ? 'Comparison report' : 'Backtest report'} <span class="muted">run ${run.runId}</span></p>
<h1>${nameOf(run.strategyName)} <span class="on">on ${nameOf(run.dataName)}</span></h1>
<p class="muted">${scopeLine(report)}</p>
${statusBanner(run)}
${ruinBanner(report)}
${verdict === null ? noVerdict(run, report.arms.length) : verdictBlock(verdict, report.arms)}
${keyFigures(report)}
</header>`;
}

function scopeLine({ run, arms }: RunReport): Markup {
  const tested = run.symbols.filter((symbol) => symbol.part === 'test').length;
  const symbols = `${numberText(tested, 0)} test ${tested === 1 ? 'symbol' : 'symbols'}`;
  const count = `${numberText(arms.length, 0)} ${arms.length === 1 ? 'arm' : 'arms'}`;
  return html`${count} \u00B7 ${symbols} \u00B7 ${timeText(run.testFrom)} to ${timeText(run.testTo)} \u00B7 seed ${run.seed}`;
}

const STATUS_TEXTS: Readonly<Record<Exclude<RunRecord['status'], 'complete'>, readonly [string, string]>> = {
  running: ['This run is not finished', 'It was still running when this report was written.'],
  failed: ['This run failed', 'It was ended by an error.'],
  interrupted: ['This run was interrupted', 'It was stopped before its end.'],
  crashed: ['This run crashed', 'Its process ended without sealing the run.'],
};

function statusBanner(run: RunRecord): Markup | null {
  if (run.status === 'complete') return null;
  const [title, cause] = STATUS_TEXTS[run.status];
  const error = run.error === null ? null : html`<pre><code>${run.error}</code></pre>`;
  return html`<div class="banner" role="alert">
<strong>${title}.</strong> ${cause} Everything below is only what the store held at that time: no figure here is a result.
${error}</div>`;
}

function ruinBanner({ arms }: RunReport): Markup | null {
  const names = ruinedArms(arms);
  if (names.length === 0) return null;
  const who = names.length === 1 ? 'An account was' : `${numberText(names.length, 0)} accounts were`;
  return html`<div class="banner" role="alert">
<strong>${who} ruined: ${names.join(', ')}.</strong> Equity fell to zero or below. Positions were closed at the next prices and every later order was refused, so that an account can end below zero, and its returns are zero from then on.</div>`;
}

function noVerdict(run: RunRecord, arms: number): Markup {
  if (run.kind === 'compare') {
    return html`<p class="sentence">There is no verdict.</p>
<p class="meaning">A comparison has a verdict only when every arm came to the end of the test period.</p>`;
  }
  const what = arms === 1 ? 'one arm' : `${numberText(arms, 0)} arms`;
  return html`<p class="sentence">A backtest of ${what}, without a verdict.</p>
<p class="meaning">Nothing was compared here, so nothing below says whether adapting helped, or whether the result is more than chance. A comparison runs the same strategy beside its controls and baselines.</p>`;
}

function verdictBlock(verdict: VerdictSummary, arms: readonly ArmRecord[]): Markup {
  const trials =
    verdict.trials === 1
      ? 'This is the only configuration of this strategy that the store has seen on these data.'
      : 'The store has seen this many configurations of the strategy on these data, this one included. The confidence levels are corrected for them.';
  return html`<div class="verdict ${verdict.verdict}">
${verdictBadge(verdict.verdict)}
<p class="sentence">${verdict.sentence}</p>
</div>
<div class="meanings">
${meaningOf(verdict.verdict, arms, verdict.comparisons)}
<p class="meaning"><strong>Trials: ${storedNumber(verdict.trials, (value) => numberText(value, 0))}.</strong> ${trials}</p>
</div>`;
}

/** The comparisons that the verdict rests on: those with controls, or with baselines where there is no control. */
export function decidingComparisons(
  arms: readonly ArmRecord[],
  comparisons: readonly Comparison[],
): { readonly noun: 'control' | 'baseline'; readonly comparisons: readonly Comparison[] } {
  const controls = new Set(arms.filter((arm) => arm.role === 'control').map((arm) => arm.name));
  const withControls = comparisons.filter((comparison) => controls.has(comparison.against));
  return withControls.length > 0
    ? { noun: 'control', comparisons: withControls }
    : { noun: 'baseline', comparisons };
}

function meaningOf(verdict: Verdict, arms: readonly ArmRecord[], all: readonly Comparison[]): Markup {
  const { noun, comparisons } = decidingComparisons(arms, all);
  const limits = 'It speaks of this period, these symbols and these costs, and is no forecast for any other.';
  switch (verdict) {
    case 'better':
      return html`<p class="meaning"><strong>What it means.</strong> Against every ${noun} the corrected confidence interval lies wholly above zero: differences this large would be rare if adapting made none.</p>
<p class="meaning"><strong>What it does not mean.</strong> ${limits} Nor does it say that the advantage is as large as the estimate: the intervals below do.</p>`;
    case 'worse':
      return html`<p class="meaning"><strong>What it means.</strong> Against at least one ${noun} the corrected confidence interval lies wholly below zero: the subject did worse than that ${noun}, by more than chance explains.</p>
<p class="meaning"><strong>What it does not mean.</strong> ${limits}</p>`;
    case 'inconclusive':
      return html`<p class="meaning"><strong>What it means.</strong> These data show the subject neither ahead of every ${noun} nor behind any: they do not tell whether adapting helped or hurt.</p>
<p class="meaning"><strong>What it does not mean.</strong> It is no proof that the arms are equally good. ${detectableText(comparisons)}</p>`;
  }
}

function detectableText(comparisons: readonly Comparison[]): Markup | null {
  const smallest = Math.min(...comparisons.map((comparison) => comparison.minimumDetectable));
  if (!Number.isFinite(smallest) || smallest <= 0) return null;
  return html`A true Sharpe difference below about ${storedNumber(smallest, (value) => numberText(value, 2))} would often have gone unseen with this much data.`;
}

const KEY_METRICS: readonly MetricName[] = ['total_return', 'cagr', 'volatility', 'sharpe', 'drawdown_max'];

function keyFigures({ run, arms }: RunReport): Markup | null {
  const subject = subjectOf(arms);
  if (subject === null) return null;
  const metrics = KEY_METRICS.map((name) => metricFigure(subject, name));
  const noun = periodNoun(run.periodsPerYear);
  const counts = [
    figure(noun.title, subject.marks),
    figure('Regime changes', subject.regimes.length),
    figure('Adaptations', subject.adaptations.filter((row) => row.status === 'adapted').length),
  ];
  return html`<div class="figures"><h2 class="figures-title">${nameOf(subject.name)} at a glance</h2><dl>${metrics}${counts}</dl></div>`;
}

function metricFigure(arm: ArmRecord, name: MetricName): Markup {
  const entry = METRIC_CATALOG.find((metric) => metric.name === name)!;
  const value = arm.metrics[name]?.value ?? null;
  const text = storedNumber(value, (each) => metricText(each, entry.unit));
  return html`<div><dt>${entry.label}</dt><dd>${text}</dd></div>`;
}

function figure(label: string, count: number): Markup {
  return html`<div><dt>${label}</dt><dd>${numberText(count, 0)}</dd></div>`;
}
