import type { Comparison, Verdict } from '../model/comparison.ts';
import { OBSERVATIONS_MIN } from './compare-arms.ts';
import type { VerdictMaterial } from './verdict-material.ts';

const MINUS = '\u2212';

/**
 * A verdict in one plain sentence without a full stop: the answer, the comparison that it hangs on with its figures,
 * and for an inconclusive one how large an effect the data could have shown, or why they could show none.
 */
export function verdictSentence(
  material: VerdictMaterial,
  verdict: Verdict,
  quoted: Comparison | null,
): string {
  if (quoted === null) return `inconclusive: there is no arm to compare ${material.subject} with`;
  const trials = material.trials > 1 ? `; corrected for ${material.trials} trials` : '';
  return `${verdict}: ${findings(material, verdict, quoted)}${trials}`;
}

function findings(material: VerdictMaterial, verdict: Verdict, quoted: Comparison): string {
  if (verdict === 'inconclusive') return doubts(quoted);
  return verdict === 'better' ? `${scope(material)}${figures(quoted)}` : figures(quoted);
}

/** What the subject beat, where the quoted comparison is not the only one. */
function scope({ subject, controls, baselines }: VerdictMaterial): string {
  const [kind, count] = controls.length > 0 ? ['control', controls.length] : ['baseline', baselines.length];
  return count > 1 ? `${subject} beat each ${kind} of ${count}; the closest: ` : '';
}

function doubts(quoted: Comparison): string {
  const pair = `${quoted.subject} and ${quoted.against}`;
  if (quoted.observations < OBSERVATIONS_MIN) {
    return `${pair} have ${quoted.observations} daily returns in common, and a verdict needs ${OBSERVATIONS_MIN}`;
  }
  if (quoted.correlation === null) {
    return `${pair} cannot be compared, since the returns of one of them do not vary`;
  }
  if (quoted.returnLow === 0 && quoted.returnHigh === 0 && quoted.minimumDetectable === 0) {
    return `${pair} had the same return on every day`;
  }
  return `${figures(quoted)}; this much data could have shown ${decimal(quoted.minimumDetectable)}`;
}

function figures(quoted: Comparison): string {
  const difference = `ΔSharpe ${decimal(quoted.sharpeDifference)}`;
  const interval = `${percent(quoted.level)} % interval ${decimal(quoted.sharpeLow)} to ${decimal(quoted.sharpeHigh)}`;
  return `${quoted.subject} ${MINUS} ${quoted.against} ${difference}, ${interval}`;
}

/** Two decimals; one significant digit where two decimals would show zero for what is not. */
function decimal(value: number): string {
  const rounded = Math.abs(value).toFixed(2);
  const text = rounded === '0.00' && value !== 0 ? Math.abs(value).toPrecision(1) : rounded;
  return value < 0 ? MINUS + text : text;
}

/** A level in percent with as many decimals as its distance to one hundred needs for two digits. */
function percent(level: number): string {
  const decimals = Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(100 * (1 - level)))));
  return String(Number((100 * level).toFixed(decimals)));
}
