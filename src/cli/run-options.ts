import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { LoadedStrategy } from '../run/load-strategy.ts';
import { type OptionField, optionFields, optionValue } from '../run/option-fields.ts';
import { runSettingsSchema } from '../run/run-settings.ts';

/** Where the store lies inside the report folder, unless `--store` says otherwise. */
export const STORE_FILE = 'regimeta.sqlite';

/** What the user gave to a command that takes a strategy, sorted by whom it is for. */
export interface StrategyOptions {
  readonly loaded: LoadedStrategy;
  readonly dataPath: string;
  readonly json: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The same for a command that also records what it does. */
export interface RunOptions extends StrategyOptions {
  readonly storePath: string;
  readonly reportFolder: string | null;
}

const SETTING_FIELDS = optionFields(runSettingsSchema);

/** Adds the options of a command that takes a strategy: data, settings, and the parameters of the named strategy. */
export function addStrategyOptions(command: Command, loaded: LoadedStrategy | null): void {
  command
    .option('--data <path>', 'folder of CSV files (with a manifest or without), or one CSV file')
    .option('--json', 'print the result as JSON', false);
  for (const field of SETTING_FIELDS) command.addOption(optionOf(field).helpGroup('Settings of the run:'));
  if (!loaded) return;
  const taken = new Set(command.options.map(({ long }) => long));
  for (const field of optionFields(loaded.strategy.parameters)) {
    if (taken.has(field.flag)) throw takenName(field, loaded);
    command.addOption(optionOf(field).helpGroup(`Parameters of ${loaded.strategy.name}:`));
  }
}

/** Adds the options that say where a run is recorded; before those of the strategy, whose names must differ. */
export function addOutputOptions(command: Command): void {
  command
    .option('--reports <folder>', 'folder of the report and of the store', 'reports')
    .option('--store <file>', `SQLite file of the runs (default: ${STORE_FILE} in the report folder)`)
    .option('--no-report', 'write no HTML report');
}

/** Reads what commander parsed; settings and parameters hold only what the user gave. */
export function readStrategyOptions(command: Command, loaded: LoadedStrategy | null): StrategyOptions {
  const options: Record<string, unknown> = command.opts();
  if (!loaded) throw misplacedStrategy(command.name());
  if (typeof options['data'] !== 'string') {
    throw new RegimetaError('E_USAGE', {
      place: '--data',
      rule: 'a run needs data',
      found: 'none',
      repair: 'Add --data datasets/us-daily, or a folder of your own CSV files',
    });
  }
  const given = (fields: readonly OptionField[]): Record<string, unknown> =>
    Object.fromEntries(fields.filter(({ name }) => name in options).map(({ name }) => [name, options[name]]));
  return {
    loaded,
    dataPath: options['data'],
    json: options['json'] === true,
    settings: given(SETTING_FIELDS),
    parameters: given(optionFields(loaded.strategy.parameters)),
  };
}

/** The same, with where the run is recorded. */
export function readRunOptions(command: Command, loaded: LoadedStrategy | null): RunOptions {
  const options: Record<string, unknown> = command.opts();
  const reports = String(options['reports']);
  return {
    ...readStrategyOptions(command, loaded),
    storePath: typeof options['store'] === 'string' ? options['store'] : join(reports, STORE_FILE),
    reportFolder: options['report'] === false ? null : reports,
  };
}

function misplacedStrategy(name: string): RegimetaError {
  return new RegimetaError('E_USAGE', {
    place: name,
    rule: 'the strategy file comes first',
    found: 'an option',
    repair: `Write regimeta ${name} <strategy> --data <path>`,
  });
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
