import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as regimeta from 'regimeta';
import { type LoadedStrategy, loadStrategy } from '../../src/run/load-strategy.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The parts of a strategy file; what is left out is a strategy that does nothing. */
export interface StrategyText {
  /** Before the strategy. */
  readonly head?: string;
  /** Properties beside the name, the description and the look-back; a second one of a name wins. */
  readonly properties?: string;
  /** The body of `onBar(context)`. */
  readonly body?: string;
}

/** The text of a strategy file. */
export function strategyText({ head = '', properties = '', body = '' }: StrategyText): string {
  return `import { bocpd, defineStrategy, maml, matching, trendFeatures, z } from 'regimeta';
${head}
export default defineStrategy({
  name: 'written',
  description: 'a strategy that a test wrote',
  parameters: z.object({}),
  lookback: () => 1,
  onBar(context) { ${body} },
  ${properties}
} as never);
`;
}

/** Writes a strategy file into a folder of its own and returns its path. */
export function writeStrategy(text: StrategyText): string {
  const path = join(temporaryFolder(), 'written.ts');
  writeFileSync(path, strategyText(text));
  return path;
}

/** The same, loaded. */
export function loadWritten(text: StrategyText): Promise<LoadedStrategy> {
  return loadStrategy(writeStrategy(text), regimeta);
}
