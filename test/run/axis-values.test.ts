import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { axisValues } from '../../src/run/axis-values.ts';
import { optionFields } from '../../src/run/option-fields.ts';

const schema = z.object({
  bars: z.int().min(1).default(5),
  rate: z.number().default(0.1),
  mode: z.enum(['slow', 'quick']).default('slow'),
  stop: z.boolean().default(false),
  horizons: z.array(z.int()).default([1]),
});
const field = (name: string) => optionFields(schema).find((one) => one.name === name)!;

describe('the values of a parameter that is swept', () => {
  it.each([
    ['bars', '7', [7]],
    ['bars', '20,50, 100', [20, 50, 100]],
    ['bars', '5:20:5', [5, 10, 15, 20]],
    ['bars', '5:19:5,50', [5, 10, 15, 50]],
    ['bars', '3:5', [3, 4, 5]],
    ['bars', '9:3:-3', [9, 6, 3]],
    ['rate', '0.1:0.4:0.1', [0.1, 0.2, 0.3, 0.4]],
    ['rate', '1e-3:3e-3:1e-3', [0.001, 0.002, 0.003]],
    ['rate', '-1:1:0.5', [-1, -0.5, 0, 0.5, 1]],
    ['mode', 'slow,quick', ['slow', 'quick']],
    ['mode', 'none', ['none']],
    ['stop', 'true,false', [true, false]],
    ['horizons', '1,5;20', [[1, 5], [20]]],
  ])('of %s as %s', (name, text, values) => {
    expect(axisValues(field(name), text)).toEqual(values);
  });

  it.each(['5:1', '5:50:0', '1:2:-1', '0:1e9:1e-3'])('are none for the range %s', (text) => {
    expect(() => axisValues(field('rate'), text)).toThrow(
      /^E_PARAMETER_INVALID --rate: a range from:to:step/,
    );
  });
});
