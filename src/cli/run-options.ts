import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { LoadedStrategy } from '../run/load-strategy.ts';
import { type OptionField, optionFields, optionValue } from '../run/option-fields.ts';
import { runSettingsSchema } from '../run/run-settings.ts';
import { SHIPPED_DATA } from '../run/shipped-data.ts';

/** Where the store lies inside the report folder, unless `--store` says otherwise. */
const STORE_FILE = 'regimeta.sqlite';

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

/** Flags that the parser keeps for itself. */
const RESERVED_FLAGS = ['--help', '--version'];

/**
 * Adds the options of a command that takes a strategy: data, settings, and the parameters of the named strategy. Where those have
 * `values`, each takes several of them and is read as text.
 */
export function addStrategyOptions(
  command: Command,
  loaded: LoadedStrategy | null,
  parametersHave: 'value' | 'values' = 'value',
): void {
  command
    .option(
      '--data <path>',
      'folder of CSV files (with a manifest or without), or one CSV file (default: the shipped datasets/us-daily)',
    )
    .option('--json', 'print the result as JSON');
  for (const field of SETTING_FIELDS) addField(command, field, 'Settings of the run:');
  if (!loaded) return;
  const group = `Parameters of ${loaded.strategy.name}:`;
  for (const field of optionFields(loaded.strategy.parameters)) {
    const isTaken = command.options.some((option) => option.attributeName() === attributeOf(field));
    if (isTaken || RESERVED_FLAGS.includes(field.flag)) throw takenName(field, loaded);
    if (parametersHave === 'value') addField(command, field, group);
    else command.addOption(new Option(`${field.flag} <values>`, describedField(field)).helpGroup(group));
  }
}

/** Adds the options that say where a run is recorded; before those of the strategy, whose names must differ. */
export function addOutputOptions(command: Command): void {
  addStoreOptions(command);
  command.option('--no-report', 'write no HTML report');
}

/** The same for a command that writes no report. */
export function addStoreOptions(command: Command): void {
  command
    .option('--reports <folder>', 'folder of the report and of the store', 'reports')
    .option('--store <file>', `SQLite file of the runs (default: ${STORE_FILE} in the report folder)`);
}

/** Reads what commander parsed; settings and parameters hold only what the user gave. */
export function readStrategyOptions(command: Command, loaded: LoadedStrategy | null): StrategyOptions {
  const options: Record<string, unknown> = command.opts();
  if (!loaded) throw missingStrategy(command.name());
  const given = (fields: readonly OptionField[]): Record<string, unknown> =>
    Object.fromEntries(
      fields
        .filter((field) => command.getOptionValueSource(attributeOf(field)) === 'cli')
        .map((field) => [field.name, options[attributeOf(field)]]),
    );
  return {
    loaded,
    dataPath: typeof options['data'] === 'string' ? options['data'] : SHIPPED_DATA,
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
    storePath: storeOption(options),
    reportFolder: options['report'] === false ? null : reports,
  };
}

/** The store that the options of a command name: `--store`, or the usual file in the report folder. */
export function storeOption(options: Readonly<Record<string, unknown>>): string {
  return typeof options['store'] === 'string'
    ? options['store']
    : join(String(options['reports']), STORE_FILE);
}

function missingStrategy(name: string): RegimetaError {
  return new RegimetaError('E_USAGE', {
    place: name,
    rule: 'the command needs a strategy file',
    found: 'only options',
    repair: `Write regimeta ${name} <strategy> --data <path>`,
  });
}

/** Adds a field as an option; one that is true or false as two, `--field` and `--no-field`. */
function addField(command: Command, field: OptionField, group: string): void {
  const description = describedField(field);
  if (field.type !== 'boolean') {
    const option = new Option(`${field.flag} <${field.type}>`, description).helpGroup(group);
    command.addOption(option.argParser((text) => optionValue(field, text)));
    return;
  }
  command.addOption(new Option(field.flag, description).helpGroup(group));
  const negated = new Option(field.flag.replace('--', '--no-'), `turns ${field.flag} off`).helpGroup(group);
  command.addOption(negated.hideHelp(field.defaultValue !== true));
}

function describedField(field: OptionField): string {
  const note = field.defaultValue === undefined ? '' : `(default: ${JSON.stringify(field.defaultValue)})`;
  return [field.description, note].filter(Boolean).join(' ');
}

/** Under which name the parser keeps what the user gave for a field. */
const attributeOf = (field: OptionField): string => new Option(field.flag).attributeName();

function takenName({ name, flag }: OptionField, { path }: LoadedStrategy): RegimetaError {
  return new RegimetaError('E_PLUGIN_SHAPE', {
    place: path,
    rule: 'a parameter must not have the name of an option of the command',
    found: `${name} (${flag})`,
    repair: 'Rename the parameter',
  });
}
