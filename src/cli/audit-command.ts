import { type Command, InvalidArgumentError } from 'commander';
import { RegimetaError } from '../model/regimeta-error.ts';
import { type AuditFinding, type AuditReport, auditStrategy } from '../run/audit.ts';
import { formatDate } from './number-format.ts';
import type { ProgramContext } from './program-context.ts';
import { addStrategyOptions, readStrategyOptions } from './run-options.ts';

const EXAMPLES = `
Examples:
  $ regimeta audit strategies/sma-crossover.ts --data datasets/us-daily
  $ regimeta audit strategies/meta-momentum.ts --data datasets/us-daily --points 3 --meta-steps 20

Every point costs two runs; a learner is trained again only where what it trains on has changed. Nothing is stored. Exit code 4
where something was found. A strategy that reads its future from a file or elsewhere, not from the run's data, cannot be seen;
the modules of Node that it imports are named.`;

/** Adds `audit`: looks for look-ahead in a strategy and all that feeds it. */
export function addAuditCommand(program: Command, context: ProgramContext): void {
  const command = program
    .command('audit')
    .description('Cut and poison the future at several points, and name the first event that differs.')
    .argument('<strategy>', 'strategy file, TypeScript or JavaScript')
    .option('--points <number>', 'points at which the future is altered, from 1 to 100', parsePoints, 5)
    .addHelpText('after', EXAMPLES);
  addStrategyOptions(command, context.loaded);
  command.action(async () => {
    const options = readStrategyOptions(command, context.loaded);
    const points: number = command.getOptionValue('points');
    const report = await auditStrategy({ ...options, points }, context.host);
    context.endProgress();
    context.print(options.json ? `${JSON.stringify(report)}\n` : auditText(report));
    const [finding] = report.findings;
    if (finding) throw lookAheadError(report, finding);
  });
}

function parsePoints(text: string): number {
  if (/^[1-9]\d?$|^100$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 1 to 100.');
}

function auditText(report: AuditReport): string {
  const { strategyName, points, linesCompared, findings, control, unseenModules } = report;
  const dates = points.map(formatDate).join(', ');
  const lines = [
    `${strategyName}: ${linesCompared.toLocaleString('en-US')} events and marks compared; future cut and poisoned after ${dates}`,
    '',
    ...findings.map((finding) => `found:   ${findingText(finding)}`),
    ...(findings.length === 0 ? ['found:   nothing that depends on the future'] : []),
    controlText(findings, control),
    ...(unseenModules.length === 0
      ? []
      : [
          `unseen:  it imports ${unseenModules.join(', ')}; what it reads that way was the same in every run`,
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

function controlText(findings: readonly AuditFinding[], control: AuditFinding | null): string {
  if (findings[0]?.alteration === 'nothing')
    return 'control: not tried, since the strategy is not deterministic';
  return control
    ? `control: a planted leak of one bar was found, at ${findingText(control)}`
    : 'control: even a planted leak of one bar left no trace, so this audit shows nothing; does the strategy trade?';
}

const ALTERATIONS: Readonly<Record<AuditFinding['alteration'], (point: number) => string>> = {
  nothing: () => 'when the same run is repeated',
  cut: (point) => `with the data cut after ${formatDate(point)}`,
  noise: (point) => `with noise after ${formatDate(point)}`,
};

function findingText({ alteration, point, difference }: AuditFinding): string {
  const symbol = difference.symbol === null ? '' : ` ${difference.symbol}`;
  const where = `${difference.kind}${symbol} of ${new Date(difference.time).toISOString()}`;
  const what = `${where} differs ${ALTERATIONS[alteration](point)}`;
  const { field, fieldExpected, fieldFound } = difference;
  if (field !== null)
    return `${what}: ${field} was ${fieldExpected ?? 'absent'} and is ${fieldFound ?? 'absent'}`;
  const { expected, found } = difference;
  if (expected === null || found === null) return `${what}: it is ${found === null ? 'missing' : 'new'}`;
  return `${what}: ${expected} was there and ${found} is`;
}

function lookAheadError({ strategyName }: AuditReport, finding: AuditFinding): RegimetaError {
  const isRepeat = finding.alteration === 'nothing';
  return new RegimetaError(isRepeat ? 'E_NONDETERMINISTIC' : 'E_LOOKAHEAD', {
    place: strategyName,
    rule: isRepeat ? 'the same run gives the same journal' : 'nothing depends on bars of the future',
    found: findingText(finding),
    repair: isRepeat
      ? 'Take randomness from init, and keep no state outside of it'
      : 'Look at what that event was made from',
  });
}
