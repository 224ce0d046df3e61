import { join } from 'node:path';
import * as regimeta from 'regimeta';
import { describe, expect, it } from 'vitest';
import { auditStrategy } from '../../src/run/audit.ts';
import { loadWritten } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeTickFolder } from '../support/tick-market.ts';

/** Trades all symbols at random, by market, limit and stop orders around what it sees. */
const TRADER = {
  properties: 'init: ({ random }: never) => random,',
  body: `for (const symbol of context.symbols) {
    const random = context.state.split(symbol + context.time);
    const price = context.history(symbol).close.ago(0);
    const pick = random.integer(40);
    if (pick === 0) context.target(symbol, 0.2);
    else if (pick === 1) context.target(symbol, -0.2);
    else if (pick === 2) context.buy(symbol, 5, { limit: price * 0.997 });
    else if (pick === 3) context.sell(symbol, 5, { stop: price * 0.997, reduceOnly: true });
    else if (pick === 4) context.close(symbol);
  }`,
};

async function requestOf(dataPath: string, settings: Readonly<Record<string, unknown>>) {
  return {
    loaded: await loadWritten(TRADER),
    dataPath,
    parameters: {},
    settings,
    storePath: join(temporaryFolder(), 'runs.sqlite'),
    reportFolder: null,
    command: 'test',
  };
}

describe('a run on quotes, trades and bid-ask bars', () => {
  it('journals the same streamed and in memory, and says what the data are', async () => {
    const data = writeTickFolder(temporaryFolder(), 5_000);
    const reportOf = async (streaming: string) => {
      const request = await requestOf(data, { streaming, participation: 0.5 });
      return (await regimeta.runBacktest(request, regimeta.nodeHost())).report;
    };
    const streamed = await reportOf('on');
    const inMemory = await reportOf('off');
    expect(streamed.run.journalHash).toBe(inMemory.run.journalHash);
    expect(streamed.run.configHash).toBe(inMemory.run.configHash);
    expect(streamed.run.dataNotes).toContain('TAPE: trades.');
    expect(streamed.arms[0]!.metrics.round_trips!.value).toBeGreaterThan(20);
  });

  it('passes an audit, which sees a planted leak', async () => {
    const { loaded, dataPath, parameters, settings } = await requestOf(
      writeTickFolder(temporaryFolder(), 600),
      {},
    );
    const request = { loaded, dataPath, parameters, settings, points: 2 };
    const { findings, control, linesCompared } = await auditStrategy(request, regimeta.nodeHost());
    expect(findings).toEqual([]);
    expect(control).not.toBeNull();
    expect(linesCompared).toBeGreaterThan(1_000);
  });
});
