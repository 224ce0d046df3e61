import type { RunReport, TrainingRecord } from '../model/run-record.ts';
import { factList, settingFacts } from './fact-list.ts';
import { html, type Markup } from './html.ts';
import { lossCurvePlot } from './loss-curve.ts';
import { durationText, numberText, significantText, storedNumber, timeText } from './number-text.ts';
import { type SectionContent, sectionContent } from './section-frame.ts';

/** How the learner of the run was meta-trained, before the test period and on other assets. */
export function trainingSection(report: RunReport): SectionContent {
  const { training } = report;
  if (training === null) {
    return sectionContent(null, html`<p class="empty">No learner was trained for this run.</p>`);
  }
  const introduction = html`Training ended ${timeText(training.to)}; the test period begins ${timeText(report.run.testFrom)}. Train and test are apart in time and by asset.`;
  return sectionContent(
    separated(training, report) ? introduction : null,
    html`<div class="columns"><div>${trainingFacts(training)}</div>
<figure><figcaption>Query loss after adaptation, mean over the tasks of a meta-step${endsText(training.lossCurve)}</figcaption>${lossCurvePlot(training.lossCurve)}</figure></div>
<h3>Settings of the learner</h3>${factList(settingFacts(training.settings), 'wide')}`,
  );
}

/** The sentence about separation is printed only where the rows of this report bear it out. */
function separated(training: TrainingRecord, { run }: RunReport): boolean {
  const tested = new Set(run.symbols.filter((each) => each.part === 'test').map((each) => each.symbol));
  return training.to < run.testFrom && !training.symbols.some((symbol) => tested.has(symbol));
}

function trainingFacts(training: TrainingRecord): Markup {
  return factList([
    ['Learner', training.learner],
    ['Period', `${timeText(training.from)} to ${timeText(training.to)}`],
    ['Assets', `${numberText(training.symbols.length, 0)}: ${training.symbols.join(', ')}`],
    ['Episodes to draw from', numberText(training.tasks, 0)],
    ['Parameters', numberText(training.parameters.length, 0)],
    ['Wall time', durationText(training.wallMs)],
    ['Parameter hash', html`<code>${training.parametersHash}</code>`],
  ]);
}

function endsText(curve: readonly number[]): Markup | null {
  const first = curve[0];
  const last = curve.at(-1);
  if (first === undefined || last === undefined) return null;
  return html`: from ${storedNumber(first, lossText)} to ${storedNumber(last, lossText)}`;
}

function lossText(loss: number): string {
  return significantText(loss, 4);
}
