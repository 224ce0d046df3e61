import type { Finding, FindingMethod } from '../model/finding.ts';
import type { RunReport } from '../model/run-record.ts';
import { certaintyText } from './certainty-text.ts';

/**
 * What statistics say beside the verdict, in a few lines: how sure the Sharpe ratio of the subject is, and the p-values of its differences to the
 * arms that decide. `--json` and the report have all.
 */
export function findingLines({ findings, arms }: RunReport): string[] {
  const controls = arms.filter(({ role }) => role === 'control').map(({ name }) => name);
  const others =
    controls.length > 0 ? controls : arms.filter(({ role }) => role === 'baseline').map(({ name }) => name);
  const [subject] = arms;
  if (subject === undefined) return [];
  const of = (method: FindingMethod): Finding[] =>
    findings.filter(
      (finding) =>
        finding.method === method &&
        finding.subject === subject.name &&
        (finding.against === null || others.includes(finding.against)),
    );
  const clauses = [
    sharpeClause(of('probabilistic-sharpe')[0], of('deflated-sharpe')[0]),
    pairClause('equal Sharpe ratios (Ledoit–Wolf)', of('ledoit-wolf')),
    pairClause('not better (step-down)', of('step-m')),
    pairClause('no other arm better (SPA)', of('spa-consistent')),
    pairClause('nothing gained after changes', of('change-events')),
    pairClause('equal forecasts (Diebold–Mariano)', of('diebold-mariano')),
    overfittingClause(findings),
  ].filter((clause) => clause !== null);
  return clauses.map((clause, i) => `${i === 0 ? 'evidence:' : '         '} ${clause}`);
}

function sharpeClause(probability: Finding | undefined, deflated: Finding | undefined): string | null {
  if (!probability || probability.estimate === null) return null;
  const corrected =
    deflated?.estimate != null && deflated.detail['trials']! > 1
      ? `, ${certaintyText(deflated.estimate)} after ${deflated.detail['trials']} trials`
      : '';
  return `a Sharpe ratio above zero is ${certaintyText(probability.estimate)} sure${corrected}`;
}

/** How much choosing the best of the arms would be worth. */
function overfittingClause(findings: readonly Finding[]): string | null {
  const found = findings.find(({ method }) => method === 'overfitting-probability');
  if (!found) return null;
  if (found.estimate === null) return `probability of overfitting (PBO): n/a, ${found.reason}`;
  const share = `${(100 * found.estimate).toFixed(0)} %`;
  return `probability of overfitting (PBO) in choosing the best of ${found.detail['trials']} arms: ${share}`;
}

/** The p-values of a hypothesis, by the other arm; null without any. */
function pairClause(hypothesis: string, findings: readonly Finding[]): string | null {
  const values = findings.flatMap(({ against, pValue }) =>
    pValue === null ? [] : [`${pText(pValue)}${against === null ? '' : ` (${against})`}`],
  );
  return values.length > 0 ? `p of ${hypothesis}: ${values.join(', ')}` : null;
}

const pText = (p: number): string => (p < 0.001 ? 'below 0.001' : p.toFixed(3));
