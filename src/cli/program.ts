import { Command, type CommanderError } from 'commander';
import { RegimetaError } from '../model/regimeta-error.ts';
import { CODE_VERSION } from '../run/code-version.ts';
import { didYouMean, unknownOption } from '../run/parse-options.ts';
import { addAuditCommand } from './audit-command.ts';
import { addDataCommand } from './data-command.ts';
import { addExportCommand } from './export-command.ts';
import type { ProgramContext } from './program-context.ts';
import { addRegimesCommand } from './regimes-command.ts';
import { addReportCommand } from './report-command.ts';
import { addRiskCommand } from './risk-command.ts';
import { addRunCommand } from './run-command.ts';
import { addRunsCommand } from './runs-command.ts';
import { addServeCommand } from './serve-command.ts';
import { addShotsCommand } from './shots-command.ts';
import { addStoreCommand } from './store-command.ts';
import { addSweepCommand } from './sweep-command.ts';
import { addVerifyCommand } from './verify-command.ts';

const EXIT_CODE_HELP = `
Exit codes: 0 done, 2 usage, 3 data, 4 plugin, 5 broken invariant, 6 storage, 7 feed, 130 interrupted.
docs/errors.md lists every error code.`;

/** The command line of Regimeta. It throws CommanderError instead of leaving the process. */
export function createProgram(context: ProgramContext): Command {
  const program = new Command('regimeta')
    .description(
      'Backtests strategies that re-adapt at regime changes, and says honestly whether that helped.',
    )
    .version(CODE_VERSION)
    .addHelpText('after', EXIT_CODE_HELP)
    .exitOverride()
    .configureOutput({ writeOut: context.print, writeErr: () => undefined });
  addRunCommand(program, context, 'backtest');
  addRunCommand(program, context, 'compare');
  addSweepCommand(program, context);
  addShotsCommand(program, context);
  addRiskCommand(program, context);
  addAuditCommand(program, context);
  addRunsCommand(program, context);
  addReportCommand(program, context);
  addVerifyCommand(program, context);
  addExportCommand(program, context);
  addServeCommand(program, context);
  addStoreCommand(program, context);
  addDataCommand(program, context);
  addRegimesCommand(program, context);
  for (const command of [program, ...program.commands]) command.showHelpAfterError(false).exitOverride();
  return program;
}

/** A parser's complaint as a coded error, with the nearest known name for an unknown one. */
export function usageError(error: CommanderError, program: Command, words: readonly string[]): RegimetaError {
  const command = commandOf(program, words);
  const path = command.parent === null ? command.name() : `${command.parent.name()} ${command.name()}`;
  const place = path.replace(/^regimeta /, '');
  const name = /'([^']+)'/.exec(error.message)?.[1] ?? '';
  if (error.code === 'commander.unknownOption') {
    const known = command.options
      .filter(({ hidden }) => !hidden)
      .map(({ long, short }) => long ?? short ?? '');
    return unknownOption(name, [...known, '--help'], place);
  }
  const commands = command.commands.map((one) => one.name());
  const isUnknown = error.code === 'commander.unknownCommand';
  const rule =
    isUnknown || error.code === 'commander.help' ? `the commands are ${commands.join(', ')}` : null;
  return new RegimetaError('E_USAGE', {
    place,
    rule: rule ?? error.message.replace(/^error: /, '').replace(/\.$/, ''),
    found: isUnknown ? name : words.length > 0 ? words.join(' ') : 'no command',
    repair:
      (isUnknown ? didYouMean(name, commands) : null) ??
      `See ${command === program ? 'regimeta' : `regimeta ${place}`} --help`,
  });
}

/** The innermost command that the words name. */
function commandOf(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words) {
    const inner = command.commands.find((candidate) => candidate.name() === word);
    if (!inner) break;
    command = inner;
  }
  return command;
}
