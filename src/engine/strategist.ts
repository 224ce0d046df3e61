import type { AdaptationReport, RegimeChanged, Unplaced } from '../model/event.ts';
import type { Intent } from '../model/intent.ts';
import type { MarketSlice } from '../model/market-slice.ts';

/** The engine's view of a strategy plugin and of all that feeds it: steps 5 to 8 of a slice. */
export interface Strategist {
  /** Whether there is a learner, and with it steps 6 and 7. */
  readonly learns: boolean;
  /** Takes a slice before the test period into histories, features and the detector; reports nothing. */
  warmUp(slice: MarketSlice): void;
  /** Takes the slice into histories and features. */
  observe(slice: MarketSlice): void;
  /** Feeds the regime detector with the observed slice; the change that it confirmed, or null. */
  detectChange(): Unplaced<RegimeChanged> | null;
  /** Tells the learner under which sequence number a confirmed change was journalled. */
  changeRecorded(sequence: number): void;
  /** Adapts where it is due; empty where nothing was. */
  adapt(): readonly AdaptationReport[];
  /** Runs the plugin's hook. The returned array is valid until the next call. */
  decide(isTimerDue: (name: string) => boolean): readonly Intent[];
  /** What is still due when the data end. */
  finish(): readonly AdaptationReport[];
}
