import type { ArmDifference, ComparedValue, RunDifference } from '../model/run-difference.ts';
import type { ArmRecord, RunRecord, RunReport } from '../model/run-record.ts';
import { armMarkers } from './arm-marker.ts';
import { chartData } from './chart-data.ts';
import { readChartLibrary } from './chart-library.ts';
import { dataTable, figureCell, numberHead, rowHead, textCell, textHead } from './data-table.ts';
import { equitySection } from './equity-section.ts';
import { html, type Markup } from './html.ts';
import { metricsSection } from './metrics-section.ts';
import { nameOf, numberText, timeText } from './number-text.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { type PlacedSection, type SectionContent, sectionContent, sectionFrame } from './section-frame.ts';
import { type ServedPage, servedPage } from './served-page.ts';

/** Two runs side by side: what they were told differently, where their journals part, and the curves and metrics of all arms. */
export function runComparisonPage(
  first: RunReport,
  second: RunReport,
  difference: RunDifference,
): ServedPage {
  const both = bothRuns(first, second);
  const markers = armMarkers(both.arms);
  const library = readChartLibrary();
  const sections: PlacedSection[] = [
    placed('told', 'Told', 'What they were told', toldContent(difference)),
    placed('journals', 'Journals', 'Where their journals part', journalContent(difference)),
  ];
  if (both.arms.length > 0) {
    sections.push(
      placed(
        'equity',
        'Equity',
        'Equity, drawdown and exposure',
        equitySection(both, chartData(both.arms, markers), markers),
      ),
      placed('metrics', 'Metrics', 'Metrics', metricsSection(both, markers)),
    );
  }
  return servedPage({
    title: `Runs ${first.run.runId} and ${second.run.runId}`,
    scripts: [library.script, PAGE_SCRIPT],
    styles: [library.style],
    body: html`<header class="head"><p class="eyebrow">Two runs</p>
<h1>Run ${first.run.runId} and run ${second.run.runId}</h1>
${[first, second].map(({ run }) => html`<p class="muted">${runLine(run)}</p>`)}</header>
${sections.map(sectionFrame)}`,
  });
}

function placed(id: string, short: string, title: string, content: SectionContent): PlacedSection {
  return { id, short, title, content };
}

function runLine(run: RunRecord): Markup {
  return html`<a href="/runs/${run.runId}">Run ${run.runId}</a>: ${run.kind} of ${nameOf(run.strategyName)} on ${nameOf(run.dataName)}, ${run.status}, ${timeText(run.testFrom)} to ${timeText(run.testTo)}`;
}

/** The arms of both runs as those of one, each with the number of its run before its name. */
function bothRuns(first: RunReport, second: RunReport): RunReport {
  const named = ({ run, arms }: RunReport): ArmRecord[] =>
    arms.map((arm) => ({ ...arm, name: `${run.runId}: ${arm.name}` }));
  const others = named(second).map(
    (arm): ArmRecord => (arm.role === 'subject' ? { ...arm, role: 'control' } : arm),
  );
  const known = new Set(first.run.customMetrics.map(({ name }) => name));
  const further = second.run.customMetrics.filter(({ name }) => !known.has(name));
  const run = { ...first.run, customMetrics: [...first.run.customMetrics, ...further] };
  return { ...first, run, arms: [...named(first), ...others] };
}

function toldContent({ first, second, identity }: RunDifference): SectionContent {
  if (identity.length === 0) return sectionContent('Both were told the same.', null);
  return sectionContent(
    null,
    dataTable({
      label: 'What the runs were told differently',
      caption: 'Settings, parameters, data and versions that are not the same.',
      heads: [textHead('What'), textHead(`Run ${first}`), textHead(`Run ${second}`)],
      rows: identity.map(
        (each) => html`<tr>${rowHead(each.path)}${valueCell(each.first)}${valueCell(each.second)}</tr>
`,
      ),
    }),
  );
}

function journalContent(difference: RunDifference): SectionContent {
  const { first, second, arms } = difference;
  if (arms.length === 0) return sectionContent('Neither run has an arm.', null);
  return sectionContent(
    'Arms of the same name, and the first event or mark in which they are not the same to the last bit.',
    dataTable({
      label: 'Where the journals part',
      caption: 'The sequence number is that of the event; of a mark, the number of its slice.',
      heads: [
        textHead('Arm'),
        textHead('Journals'),
        numberHead('Sequence'),
        textHead('Time'),
        textHead('Event'),
        textHead('Field'),
        textHead(`Run ${first}`),
        textHead(`Run ${second}`),
      ],
      rows: arms.map((arm) => journalRow(arm, difference)),
    }),
  );
}

function journalRow({ arm, outcome, parting }: ArmDifference, { first, second }: RunDifference): Markup {
  const texts = {
    same: 'the same',
    parted: 'part',
    'first-only': `in run ${first} alone`,
    'second-only': `in run ${second} alone`,
    unknown: 'n/a, because too little was kept',
  };
  const cells =
    parting === null
      ? html`<td colspan="6"></td>`
      : html`${figureCell(numberText(parting.sequence, 0))}${textCell(timeText(parting.time))}${textCell(parting.kind)}${textCell(parting.field)}${[parting.first, parting.second].map((value) => (parting.isTime && typeof value === 'number' ? textCell(timeText(value)) : valueCell(value)))}`;
  return html`<tr>${rowHead(nameOf(arm))}${textCell(texts[outcome])}${cells}</tr>
`;
}

function valueCell(value: ComparedValue): Markup {
  if (value === undefined) return html`<td class="missing">\u2013</td>`;
  return html`<td class="value">${String(value)}</td>`;
}
