import { adaptationSection } from './adaptation-section.ts';
import { afterChangeSection } from './after-change-section.ts';
import { chartData } from './chart-data.ts';
import { costSection } from './cost-section.ts';
import { differenceSection } from './difference-section.ts';
import { equitySection } from './equity-section.ts';
import { inferenceSection } from './inference-section.ts';
import { metricsSection } from './metrics-section.ts';
import { monthSection } from './month-section.ts';
import { provenanceSection } from './provenance-section.ts';
import { regimeSection } from './regime-section.ts';
import type { PageSection } from './section-frame.ts';
import { sensitivitySection } from './sensitivity-section.ts';
import { pathSection, seedSection } from './spread-section.ts';
import { tradeSection } from './trade-section.ts';
import { trainingSection } from './training-section.ts';

/** The sections below the verdict, in their order. */
export const PAGE_SECTIONS: readonly PageSection[] = [
  { id: 'differences', short: 'Differences', title: 'Sharpe differences', content: differenceSection },
  { id: 'inference', short: 'Inference', title: 'How sure that is', content: inferenceSection },
  {
    id: 'equity',
    short: 'Equity',
    title: 'Equity, drawdown and exposure',
    content: (report, markers) => equitySection(report, chartData(report.arms, markers), markers),
  },
  { id: 'seeds', short: 'Seeds', title: 'Distribution over seeds', content: seedSection },
  { id: 'paths', short: 'Paths', title: 'Cross-validated paths', content: pathSection },
  { id: 'metrics', short: 'Metrics', title: 'Metrics', content: metricsSection },
  { id: 'months', short: 'Months', title: 'Returns by month', content: monthSection },
  { id: 'regimes', short: 'Regimes', title: 'Regimes', content: regimeSection },
  {
    id: 'after-change',
    short: 'After a change',
    title: 'After a regime change',
    content: afterChangeSection,
  },
  { id: 'adaptations', short: 'Adaptations', title: 'Adaptations', content: adaptationSection },
  { id: 'trades', short: 'Trades', title: 'Trades', content: tradeSection },
  { id: 'training', short: 'Training', title: 'How the learner was trained', content: trainingSection },
  { id: 'costs', short: 'Costs', title: 'Costs, and what became of orders', content: costSection },
  {
    id: 'sensitivity',
    short: 'Sensitivity',
    title: 'Sensitivity to costs, timing and thresholds',
    content: sensitivitySection,
  },
  {
    id: 'provenance',
    short: 'Provenance',
    title: 'Data, settings and how to repeat it',
    content: provenanceSection,
  },
];
