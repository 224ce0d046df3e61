import type { Command } from 'commander';
import { RegimetaError } from '../model/regimeta-error.ts';
import { serveStore } from '../run/serve-store.ts';
import type { ProgramContext } from './program-context.ts';
import { storeOption } from './run-options.ts';

const HELP = `
The server listens on the loopback address alone, answers GET alone, and opens the store for reading. Ctrl+C ends it.

Examples:
  $ regimeta serve
  $ regimeta serve --store reports/regimeta.sqlite --port 9000`;

/** Adds `serve`: the runs of a store in the browser. */
export function addServeCommand(program: Command, context: ProgramContext): void {
  const command = program
    .command('serve')
    .description(
      'Show all runs of a store in the browser: list, filter, compare two, follow one that is running.',
    )
    .option('--port <port>', 'port of the loopback address; 0 for any that is free', '8420')
    .option('--reports <folder>', 'folder of the store', 'reports')
    .option('--store <file>', 'SQLite file of the runs')
    .option('--json', 'print the address as JSON')
    .addHelpText('after', HELP);
  command.action(async () => {
    const options: Record<string, unknown> = command.opts();
    const storePath = storeOption(options);
    const served = await serveStore({ storePath, port: portOf(String(options['port'])) }, context.host);
    const { address } = served;
    const text = `serving ${storePath} at ${address} for reading, to this machine alone; Ctrl+C ends\n`;
    context.print(options['json'] === true ? `${JSON.stringify({ address, storePath })}\n` : text);
    await interruptOf(context.signal);
    await served.close();
  });
}

async function interruptOf(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function portOf(word: string): number {
  const port = /^\d{1,5}$/.test(word) ? Number(word) : Number.NaN;
  if (port <= 65_535) return port;
  throw new RegimetaError('E_PARAMETER_INVALID', {
    place: '--port',
    rule: 'a port is a whole number from 0 to 65535',
    found: JSON.stringify(word),
  });
}
