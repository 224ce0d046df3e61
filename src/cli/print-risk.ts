import type { RiskResult } from '../run/risk-study.ts';
import { formatDate } from './number-format.ts';
import { type TextColumn, textTable } from './text-table.ts';

const COLUMNS: readonly TextColumn[] = [
  { heading: 'model', align: 'left' },
  ...['excesses', 'Kupiec', 'Christoffersen', 'quantile loss', 'less that of meta', 'joint loss'].map(
    (heading): TextColumn => ({ heading, align: 'right' }),
  ),
];

/** A study of risk on the terminal, a table a tail; means over seeds. */
export function riskText({ record, tails, storePath }: RiskResult): string {
  const { run, scores } = record;
  const contenders = [...new Set(scores.map(({ contender }) => contender))];
  const seeds = new Set(scores.map(({ seed }) => seed)).size;
  const lines = [
    `${run.strategyName} on ${run.dataName}: ${formatDate(run.testFrom)} to ${formatDate(run.testTo)}, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'} from ${run.seed}`,
  ];
  for (const tail of tails) {
    const mean = (contender: string, measure: string): number => {
      const values = scores
        .filter((score) => score.contender === contender && score.measure === measure)
        .filter(({ condition }) => condition === `tail ${tail}`)
        .map(({ value }) => value ?? Number.NaN);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const [first] = contenders;
    const symbols = mean(first!, 'symbols');
    lines.push(
      '',
      `Tail ${tail}: ${mean(first!, 'forecasts')} forecasts of ${symbols} symbols. Kupiec and Christoffersen: symbols that a test rejects at 5 %. Losses in basis points, lower is better.`,
      textTable(
        COLUMNS,
        contenders.map((contender) => {
          const of = (measure: string): number => mean(contender, measure);
          const difference = of('quantile-loss-difference-bps');
          const error = of('quantile-loss-difference-error-bps');
          return [
            contender,
            `${(of('excess-rate') * 100).toFixed(2)} %`,
            String(round(of('kupiec-rejects'))),
            String(round(of('christoffersen-rejects'))),
            of('quantile-loss-bps').toFixed(3),
            contender === first
              ? '–'
              : `${difference > 0 ? '+' : ''}${difference.toFixed(3)} (${error.toFixed(3)})`,
            of('joint-loss').toFixed(4),
          ];
        }),
      ),
    );
  }
  return [...lines, '', `store:   ${storePath} (run ${run.runId})`, ''].join('\n');
}

const round = (value: number): number => Math.round(value * 10) / 10;
