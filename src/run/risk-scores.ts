import type { StudyScore } from '../model/study.ts';
import type { TailRisk } from '../strategy/volatility/tail-risk.ts';
import { quantileLossMean } from '../strategy/volatility/tail-risk.ts';
import { christoffersenTest, kupiecTest } from '../strategy/volatility/value-at-risk-tests.ts';

/** A forecast of a tail with what came of it. */
export interface JudgedRisk extends TailRisk {
  readonly symbol: number;
  /** Counts the slices. */
  readonly day: number;
  /** The log return that followed. */
  readonly value: number;
}

/** The level at which tests reject. */
const LEVEL = 0.05;

/**
 * What the forecasts of one model came to: how many returns lay below the value at risk, and which part of them; on how many
 * symbols, beside how many, the tests of Kupiec and Christoffersen (coverage and independence at once) reject at 5 %; the mean
 * quantile loss in basis points; and the joint loss of value at risk and expected shortfall (Fissler & Ziegel 2016, as FZ0 of
 * Patton, Ziegel & Chen 2019). Against the forecasts of the subject, of the same symbols and days, the mean difference of
 * quantile loss with its standard error over days.
 */
export function riskScores(
  risks: readonly JudgedRisk[],
  subject: readonly JudgedRisk[],
  tail: number,
): Pick<StudyScore, 'measure' | 'value'>[] {
  const excesses = risks.map(({ value, valueAtRisk }) => value < -valueAtRisk);
  const bySymbol = new Map<number, JudgedRisk[]>();
  for (const risk of risks) {
    const own = bySymbol.get(risk.symbol);
    if (own) own.push(risk);
    else bySymbol.set(risk.symbol, [risk]);
  }
  let kupiec = 0;
  let christoffersen = 0;
  for (const own of bySymbol.values()) {
    const hits = own.map(({ value, valueAtRisk }) => value < -valueAtRisk);
    if (kupiecTest(hits.length, hits.filter(Boolean).length, tail).pValue < LEVEL) kupiec++;
    if (christoffersenTest(hits, tail).conditional.pValue < LEVEL) christoffersen++;
  }
  const losses = risks.map((risk) => quantileLoss(risk, tail));
  const others = subject.map((risk) => quantileLoss(risk, tail));
  const differences = losses.map((loss, at) => loss - others[at]!);
  return [
    { measure: 'forecasts', value: risks.length },
    { measure: 'excesses', value: excesses.filter(Boolean).length },
    { measure: 'excess-rate', value: excesses.filter(Boolean).length / risks.length },
    { measure: 'symbols', value: bySymbol.size },
    { measure: 'kupiec-rejects', value: kupiec },
    { measure: 'christoffersen-rejects', value: christoffersen },
    { measure: 'quantile-loss-bps', value: meanOf(losses) * BPS },
    { measure: 'joint-loss', value: meanOf(risks.map((risk) => jointLoss(risk, tail))) },
    { measure: 'quantile-loss-difference-bps', value: meanOf(differences) * BPS },
    { measure: 'quantile-loss-difference-error-bps', value: errorOverDays(differences, risks) * BPS },
  ];
}

const BPS = 10_000;

function quantileLoss({ value, valueAtRisk }: JudgedRisk, tail: number): number {
  return quantileLossMean([value], [valueAtRisk], tail);
}

/** With v = −VaR and e = −ES, both below 0: −(v − r)⁺/(tail·e) + v/e + ln(−e) − 1. */
function jointLoss({ value, valueAtRisk, expectedShortfall }: JudgedRisk, tail: number): number {
  const [v, e] = [-valueAtRisk, -Math.max(SHORTFALL_MIN, expectedShortfall)];
  return -Math.max(0, v - value) / (tail * e) + v / e + Math.log(-e) - 1;
}

/** An expected shortfall that is no loss would make the joint loss meaningless. */
const SHORTFALL_MIN = 1e-6;

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard error of the mean of values that depend on each other within a day and not between days. */
function errorOverDays(values: readonly number[], risks: readonly JudgedRisk[]): number {
  const mean = meanOf(values);
  const sums = new Map<number, number>();
  values.forEach((value, at) => {
    const { day } = risks[at]!;
    sums.set(day, (sums.get(day) ?? 0) + value - mean);
  });
  return Math.sqrt([...sums.values()].reduce((sum, value) => sum + value * value, 0)) / values.length;
}
