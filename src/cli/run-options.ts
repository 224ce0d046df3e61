import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { LoadedStrategy } from '../run/load-strategy.ts';
import { type OptionField, optionFields, optionValue } from '../run/option-fields.ts';
import { runSettingsSchema } from '../run/run-settings.ts';

/** Where the store lies inside the report folder, unless `--store` says otherwise. */
export const STORE_FILE = 'regimeta.sqlite';

/** The options of a command that runs a strategy, sorted by whom they are for. */
export interface RunOptions {
  readonly dataPath: string;
  readonly storePath: string;
  readonly reportFolder: string | null;
  readonly json: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const SETTING_FIELDS = optionFields(runSettingsSchema);

/** Adds the options that every run has, and those of the strategy's own parameters where it is known. */
export function addRunOptions(command: Command, loaded: LoadedStrategy | null): void {
  command
    .option('--data <path>', 'folder of CSV files (with a manifest or without), or one CSV file')
    .option('--reports <folder>', 'folder of the report and of the store', 'reports')
    .option('--store <file>', `SQLite file of the runs (default: ${STORE_FILE} in the report folder)`)
    .option('--no-report', 'write no HTML report')
    .option('--json', 'print the result as JSON', false);
  for (const field of SETTING_FIELDS) command.addOption(optionOf(field).helpGroup('Settings of the run:'));
  if (!loaded) return;
  const taken = new Set(command.options.map(({ long }) => long));
  for (const field of optionFields(loaded.strategy.parameters)) {
    if (taken.has(field.flag)) throw takenName(field, loaded);
    command.addOption(optionOf(field).helpGroup(`Parameters of ${loaded.strategy.name}:`));
  }
}

/** Reads what commander parsed; settings and parameters hold only what the user gave. */
export function readRunOptions(command: Command, loaded: LoadedStrategy): RunOptions {
  const options: Record<string, unknown> = command.opts();
  if (typeof options['data'] !== 'string') {
    throw new RegimetaError('E_USAGE', {
      place: '--data',
      rule: 'a run needs data',
      found: 'none',
      repair: 'Add --data datasets/us-daily, or a folder of your own CSV files',
    });
  }
  const reports = String(options['reports']);
  const given = (fields: readonly OptionField[]): Record<string, unknown> =>
    Object.fromEntries(fields.filter(({ name }) => name in options).map(({ name }) => [name, options[name]]));
  return {
    dataPath: options['data'],
    storePath: typeof options['store'] === 'string' ? options['store'] : join(reports, STORE_FILE),
    reportFolder: options['report'] === false ? null : reports,
    json: options['json'] === true,
    settings: given(SETTING_FIELDS),
    parameters: given(optionFields(loaded.strategy.parameters)),
  };
}

function optionOf(field: OptionField): Option {
  const note = field.defaultValue === undefined ? '' : ` (default: ${JSON.stringify(field.defaultValue)})`;
  const flags = field.type === 'boolean' ? field.flag : `${field.flag} <${field.type}>`;
  return new Option(flags, `${field.description}${note}`).argParser((text) => optionValue(field, text));
}

function takenName({ name, flag }: OptionField, { path }: LoadedStrategy): RegimetaError {
  return new RegimetaError('E_PLUGIN_SHAPE', {
    place: path,
    rule: 'a parameter must not have the name of an option of the command',
    found: `${name} (${flag})`,
    repair: 'Rename the parameter',
  });
}
