import type { Command } from 'commander';

/** A word as a POSIX shell reads it back unchanged. */
function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A value as the command line reads it back. */
function valueText(value: unknown): string {
  if (Array.isArray(value) && value.every((part) => typeof part !== 'object')) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
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
    // One attribute has two flags, of which the user gave the one that says so.
    if (typeof value === 'boolean') return option.negate === value ? [] : [option.long!];
    return [option.long!, valueText(value)];
  });
  return ['regimeta', name, ...command.args, ...words].map(quoteWord).join(' ');
}
