import type { ArmRecord } from '../model/run-record.ts';
import { alignSeries } from './shared-time-axis.ts';

/** The exposure of an arm on the times of a chart. NaN without a mark, or with equity not above zero. */
export interface Exposure {
  /** Sum of the absolute position values over equity. */
  readonly gross: Float64Array;
  /** Sum of the signed position values over equity. */
  readonly net: Float64Array;
  /** Whether a short position was held at any mark. */
  readonly isShort: boolean;
}

/** The share of its equity that an arm had in the market. `time` holds all of its times. */
export function exposureOf({ equity: marks }: ArmRecord, time: Float64Array): Exposure {
  const { gross, net, equity } = marks;
  const over = (values: Float64Array): Float64Array =>
    values.map((value, i) => (equity[i]! > 0 ? value / equity[i]! : Number.NaN));
  // Net is a sum in another order, so rounding may part it from gross by a little.
  const isShort = gross.some((value, i) => value - net[i]! > 1e-9 * value);
  return {
    gross: onTimes(marks.time, over(gross), time),
    net: onTimes(marks.time, over(net), time),
    isShort,
  };
}

function onTimes(own: Float64Array, values: Float64Array, time: Float64Array): Float64Array {
  const empty = { time, values: new Float64Array(time.length) };
  return alignSeries([empty, { time: own, values }]).values[1]!;
}
