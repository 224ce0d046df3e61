import { z } from 'zod';

/** A date `YYYY-MM-DD`, or an instant in ISO format with a zone. */
const date = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/,
    'a date YYYY-MM-DD, or an ISO instant with a zone',
  );

/** The settings of a run, all of them recorded with it; the meaning of each is in docs/semantics.md. */
export const runSettingsSchema = z.strictObject({
  cash: z.number().positive().max(1e15).default(100_000).describe('initial cash'),
  commissionBps: z.number().min(0).max(1_000).default(5).describe('commission in basis points of value'),
  commissionPerShare: z.number().min(0).max(1e6).default(0).describe('commission for each unit, in money'),
  commissionPerTrade: z.number().min(0).max(1e6).default(0).describe('commission for each order, in money'),
  commissionMinimum: z.number().min(0).max(1e6).default(0).describe('least commission of an order, in money'),
  slippageBps: z.number().min(0).max(1_000).default(5).describe('slippage in basis points of price'),
  volumeImpact: z
    .number()
    .min(0)
    .max(0.5)
    .default(0)
    .describe('further slippage of a fill that takes all volume, part of the price'),
  grossLimit: z.number().positive().max(100).default(1).describe('largest gross exposure, times equity'),
  entryBar: z.enum(['live', 'next']).default('live').describe('bracket exits on the entry bar'),
  fill: z
    .enum(['next-open', 'same-close', 'next-close'])
    .default('next-open')
    .describe('where market orders fill'),
  intrabar: z
    .enum(['stop-first', 'open-high-low-close', 'open-low-high-close', 'nearest-extreme-first'])
    .default('stop-first')
    .describe('assumed order of prices inside a bar'),
  limitFill: z.enum(['touch', 'penetrate']).default('touch').describe('what fills a limit'),
  participation: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe('largest part of the volume of a bar that fills take'),
  lotSize: z.number().positive().max(1e9).optional().describe('orders are whole multiples of it, in units'),
  minNotional: z.number().positive().max(1e12).optional().describe('least value of an order, in money'),
  riskFreeRate: z.number().min(-0.5).max(1).default(0).describe('annual risk-free rate of ratios'),
  seed: z.int().min(0).max(4_294_967_295).default(1).describe('seed of all randomness'),
  from: date.optional().describe('first day of the test period, YYYY-MM-DD'),
  to: date.optional().describe('last day of the test period, YYYY-MM-DD'),
  symbols: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('only these symbols are traded, with commas between'),
  streaming: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe('play bars from a temporary file: auto where there are millions of them'),
});

/** Settings with their defaults filled in. */
export type RunSettings = z.infer<typeof runSettingsSchema>;
