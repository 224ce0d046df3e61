import { defineStrategy, z } from 'regimeta';

/**
 * Hypothesis: a fall of a few days is bought back while the trend of the weeks points up, and goes on while it points down.
 * Buys where the last close is the lowest of some days and the last complete week closed above the mean of its past weeks;
 * sells at the first close above the mean of those days, or when the weeks turn.
 * Inputs: daily closes, and closes of complete weeks, which never hold the week that is under way.
 * Refuted where the same rule without the weekly trend (`--weeks 1`) earns as much for its risk, as it does on the shipped
 * stocks.
 */
export default defineStrategy({
  name: 'weekly-dip',
  description: 'Buys falls of a few days while the weekly trend points up.',
  parameters: z.object({
    days: z.int().min(2).max(100).default(5).describe('days of the fall'),
    weeks: z.int().min(1).max(200).default(26).describe('weeks of the trend; 1 for none'),
  }),
  lookback: ({ days }) => days,
  timeframes: ({ weeks }) => ({ '1w': weeks }),
  onBar({ parameters: { days, weeks }, symbols, universe, history, position, target, close }) {
    for (const symbol of symbols) {
      const daily = history(symbol).close;
      const weekly = history(symbol, '1w').close;
      const isRising = weeks === 1 || weekly.ago(0) > weekly.mean(weeks);
      const isHeld = position(symbol).quantity > 0;
      if (isHeld && (!isRising || daily.ago(0) > daily.mean(days))) close(symbol);
      else if (!isHeld && isRising && daily.ago(0) <= Math.min(...daily.toArray(days))) {
        target(symbol, 1 / universe.length);
      }
    }
  },
});
