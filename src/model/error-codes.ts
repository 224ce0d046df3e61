/** Exit codes of the command line, by the kind of thing that went wrong. */
export const EXIT_CODES = {
  done: 0,
  usage: 2,
  data: 3,
  plugin: 4,
  invariant: 5,
  storage: 6,
  feed: 7,
  interrupted: 130,
} as const;

/** One of the kinds of failure that have an exit code of their own. */
export type FailureKind = Exclude<keyof typeof EXIT_CODES, 'done'>;

/**
 * The registry of coded errors: every error that a user can meet, with the kind that decides the exit code and
 * the meaning that `docs/errors.md` prints. A test holds the registry and that page equal.
 */
export const ERROR_CODES = {
  E_USAGE: { kind: 'usage', meaning: 'The command line could not be understood.' },
  E_PARAMETER_UNKNOWN: {
    kind: 'usage',
    meaning: 'Neither the command nor the strategy has an option of that name.',
  },
  E_PARAMETER_INVALID: { kind: 'usage', meaning: 'A strategy parameter or a setting is outside its range.' },
  E_STRATEGY_NOT_FOUND: { kind: 'usage', meaning: 'There is no strategy file at that path.' },
  E_SPLIT: {
    kind: 'usage',
    meaning: 'The training and test periods or assets overlap, or one of them is empty.',
  },
  E_RUN_UNKNOWN: { kind: 'usage', meaning: 'The store holds no run of that number.' },
  E_RUN_ACTIVE: { kind: 'usage', meaning: 'The run is being written by a process that is alive.' },
  E_PORT: { kind: 'usage', meaning: 'The port cannot be listened on.' },
  E_PACKAGE_MISSING: { kind: 'usage', meaning: 'An optional package is not installed, or does not load.' },
  E_RUN_DETAIL: { kind: 'usage', meaning: 'The run was recorded with less detail than this needs.' },
  E_DATA_NOT_FOUND: { kind: 'data', meaning: 'There is no data file or folder at that path.' },
  E_DATA_EMPTY: { kind: 'data', meaning: 'A data file or folder holds no bars.' },
  E_DATA_HEADER: { kind: 'data', meaning: 'A column is missing from the header, or stands in it twice.' },
  E_DATA_COLS: { kind: 'data', meaning: 'A row has another number of cells than the header.' },
  E_DATA_ENC: { kind: 'data', meaning: 'A data file is not UTF-8 text.' },
  E_DATA_NUM: { kind: 'data', meaning: 'A cell is not a plain decimal number.' },
  E_DATA_OHLC: {
    kind: 'data',
    meaning: 'The prices of a bar contradict each other, or one is not positive.',
  },
  E_DATA_QUOTE: {
    kind: 'data',
    meaning: 'A bid lies above its ask, or the size of a quote or a trade is not above zero.',
  },
  E_DATA_TIMEFRAME: {
    kind: 'data',
    meaning: 'A timeframe is finer than the bars, or bars of different lengths cannot be played together.',
  },
  E_DATA_DATE: { kind: 'data', meaning: 'A cell is not a date of the calendar.' },
  E_DATA_TZ: { kind: 'data', meaning: 'A time of day has no zone, so its instant is unknown.' },
  E_DATA_CLOCK: { kind: 'data', meaning: 'A local time is one that clocks of its zone never showed.' },
  E_DATA_UNIT: { kind: 'data', meaning: 'A numeric time is not in one known unit between 1900 and 2100.' },
  E_DATA_CALENDAR: {
    kind: 'data',
    meaning: 'The bars do not fit the trading calendar that their manifest names.',
  },
  E_DATA_GAP: { kind: 'data', meaning: 'The data lack sessions or bars, and the run was told to fail then.' },
  E_DATA_ACTION: { kind: 'data', meaning: 'A row of the actions file is none that can have happened.' },
  E_DATA_ORDER: { kind: 'data', meaning: 'The bars of a file are not in rising time order.' },
  E_DATA_DUP: { kind: 'data', meaning: 'Two different bars of one symbol bear the same time.' },
  E_DATA_SYMBOL: {
    kind: 'data',
    meaning: 'A symbol has characters outside A–Z, 0–9 and . _ : / -, or is too long.',
  },
  E_DATA_PATH: { kind: 'data', meaning: 'A path in a manifest leads out of its folder.' },
  E_DATA_HASH: { kind: 'data', meaning: 'A data file differs from the checksum in its manifest.' },
  E_DATA_MANIFEST: { kind: 'data', meaning: 'The manifest of a data folder does not follow its schema.' },
  E_DATA_LIMIT: { kind: 'data', meaning: 'A data file is beyond a documented limit.' },
  E_DATA_SHORT: {
    kind: 'data',
    meaning: 'The data are shorter than the look-back or the training that was asked for.',
  },
  E_DATA_SPLIT: {
    kind: 'data',
    meaning: 'A split falls on a symbol of which something was computed that cannot be restated.',
  },
  E_PLUGIN_LOAD: { kind: 'plugin', meaning: 'The strategy file could not be compiled or evaluated.' },
  E_PLUGIN_SHAPE: { kind: 'plugin', meaning: 'The default export of the file is not a sound strategy.' },
  E_PLUGIN_THREW: { kind: 'plugin', meaning: 'The strategy threw in a hook, or ended the process.' },
  E_PLUGIN_ASYNC: {
    kind: 'plugin',
    meaning: 'A hook of the strategy returned a promise; hooks are synchronous.',
  },
  E_PLUGIN_ORDERS: {
    kind: 'plugin',
    meaning:
      'The strategy stated an order that contradicts itself or has a part that orders do not have, stated it outside of onBar, or stated too many at one time.',
  },
  E_INDICATOR_INPUT: { kind: 'plugin', meaning: 'An indicator was fed with what it cannot take.' },
  E_LOOKAHEAD: { kind: 'plugin', meaning: 'The strategy asked for a bar of the future.' },
  E_NONDETERMINISTIC: {
    kind: 'plugin',
    meaning: 'The strategy does something else when the same run is repeated.',
  },
  E_LOOKBACK: { kind: 'plugin', meaning: 'The strategy asked for bars beyond its declared look-back.' },
  E_SYMBOL_UNKNOWN: { kind: 'plugin', meaning: 'The strategy named a symbol that is not in the run.' },
  E_INVARIANT: {
    kind: 'invariant',
    meaning: 'An invariant of the engine broke: this is a defect of Regimeta.',
  },
  E_RESULT_DIFFERS: {
    kind: 'invariant',
    meaning: 'A configuration gave another result than it did before: something in it is not deterministic.',
  },
  E_RECORD_DIFFERS: {
    kind: 'invariant',
    meaning: 'A recorded row is not what the other rows of its run lead to: it was changed, lost or added.',
  },
  E_LEARNER_SHAPE: { kind: 'invariant', meaning: 'A tensor or a checkpoint does not fit the network.' },
  E_CHECKPOINT: {
    kind: 'data',
    meaning: 'A checkpoint of a learner is damaged, of another version, or does not fit the run.',
  },
  E_STORE_OPEN: { kind: 'storage', meaning: 'The store could not be opened or created.' },
  E_STORE_FOREIGN: { kind: 'storage', meaning: 'The file is not a store of Regimeta.' },
  E_STORE_SCHEMA: {
    kind: 'storage',
    meaning: 'The store was made by a newer or an older version of Regimeta.',
  },
  E_STORE_BUSY: { kind: 'storage', meaning: 'Another process holds the store.' },
  E_STORE_FULL: {
    kind: 'storage',
    meaning: 'The disk is full or read-only; nothing after the last commit is kept.',
  },
  E_STORE_THREAD: {
    kind: 'storage',
    meaning: 'The thread that writes the journal ended before its work was done; what it committed is kept.',
  },
  E_STORE_CORRUPT: { kind: 'storage', meaning: 'The store is damaged.' },
  E_OUTPUT_EXISTS: { kind: 'storage', meaning: 'There is something already where a folder is to be made.' },
  E_OUTPUT_UNWRITABLE: { kind: 'storage', meaning: 'The output folder cannot be written.' },
  E_INTERRUPTED: { kind: 'interrupted', meaning: 'The run was interrupted; its store says so.' },
} as const satisfies Record<string, { kind: FailureKind; meaning: string }>;

/** A code of the registry. */
export type ErrorCode = keyof typeof ERROR_CODES;
