import type { RunWriter } from '../store/run-writer.ts';
import { sampledCloses } from './sampled-closes.ts';
import type { AnyPreparedRun } from './session.ts';

/** Records the closes of the traded symbols in the test period, for the charts of a report; not with `--detail summary`. */
export function recordPrices(run: RunWriter, { market, settings }: AnyPreparedRun): void {
  if (settings.detail === 'summary') return;
  run.writePrices(market.test.map((bars) => sampledCloses(bars, market.testFrom)));
}
