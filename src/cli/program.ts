import { Command, type CommanderError } from 'commander';
import { RegimetaError } from '../model/regimeta-error.ts';
import { CODE_VERSION } from '../run/code-version.ts';
import { unknownOption } from '../run/parse-options.ts';
import { addAuditCommand } from './audit-command.ts';
import type { ProgramContext } from './program-context.ts';
import { addReportCommand } from './report-command.ts';
import { addRunCommand } from './run-command.ts';
import { addRunsCommand } from './runs-command.ts';

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
  addAuditCommand(program, context);
  addRunsCommand(program, context);
  addReportCommand(program, context);
  for (const command of [program, ...program.commands]) command.showHelpAfterError(false).exitOverride();
  return program;
}

/** A parser's complaint as a coded error, with the nearest known name for an unknown one. */
export function usageError(error: CommanderError, program: Command, words: readonly string[]): RegimetaError {
  const name = /'([^']+)'/.exec(error.message)?.[1] ?? '';
  if (error.code === 'commander.unknownOption') {
    const command = program.commands.find((candidate) => candidate.name() === words[0]) ?? program;
    const known = command.options.map(({ long, short }) => long ?? short ?? '');
    return unknownOption(name, [...known, '--help'], command.name());
  }
  if (error.code === 'commander.unknownCommand') {
    return unknownOption(
      name,
      program.commands.map((command) => command.name()),
      'regimeta',
    );
  }
  return new RegimetaError('E_USAGE', {
    place: words[0] ?? 'regimeta',
    rule: error.code === 'commander.help' ? 'a command is needed' : error.message.replace(/^error: /, ''),
    found: words.length > 0 ? words.join(' ') : 'nothing',
    repair: 'See regimeta --help',
  });
}
