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

Every point costs two runs, training included. Nothing is stored. Exit code 4 where something was found.`;

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

function auditText({ strategyName, points, linesCompared, findings, control }: AuditReport): string {
  const dates = points.map(formatDate).join(', ');
  const lines = [
    `${strategyName}: ${linesCompared.toLocaleString('en-US')} events and marks compared; future cut and poisoned after ${dates}`,
    '',
    ...findings.map((finding) => `found:   ${findingText(finding)}`),
    ...(findings.length === 0 ? ['found:   nothing that depends on the future'] : []),
    control
      ? `control: a planted leak of one bar was found, at ${findingText(control)}`
      : 'control: even a planted leak of one bar left no trace, so this audit shows nothing; does the strategy trade?',
  ];
  return `${lines.join('\n')}\n`;
}

function findingText({ alteration, point, difference }: AuditFinding): string {
  const where = `${difference.kind} of ${new Date(difference.time).toISOString()}`;
  if (alteration === 'nothing') return `${where} differs when the same run is repeated`;
  return `${where} differs with ${alteration === 'cut' ? 'the data cut' : 'noise'} after ${formatDate(point)}`;
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
