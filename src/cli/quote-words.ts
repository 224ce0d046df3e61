import type { Command } from 'commander';

/** A word as a POSIX shell reads it back unchanged. */
function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The command line that repeats a run: its arguments, and the options that the user gave, without those of output. */
export function commandLine(name: string, command: Command): string {
  const given = command.options.filter(
    (option) =>
      command.getOptionValueSource(option.attributeName()) === 'cli' &&
      !['--json', '--no-report'].includes(option.long!),
  );
  const words = given.flatMap((option) => {
    const value: unknown = command.getOptionValue(option.attributeName());
    if (value === true) return [option.long!];
    return [option.long!, Array.isArray(value) ? value.join(',') : String(value)];
  });
  return ['regimeta', name, ...command.args, ...words].map(quoteWord).join(' ');
}
