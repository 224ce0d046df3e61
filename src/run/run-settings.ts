import { z } from 'zod';
import { isZoneName } from '../market/calendar/zone-offsets.ts';
import { adaptationSchema } from '../strategy/adaptation-settings.ts';
import { detectorOf, parseDetectorText } from '../strategy/regime/detector-settings.ts';

/** A date `YYYY-MM-DD`, or an instant in ISO format with a zone. */
const date = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/,
    'a date YYYY-MM-DD, or an ISO instant with a zone',
  );

const commissionTier = z.strictObject({
  from: z.number().min(0).max(1e15),
  bps: z.number().min(0).max(1_000).optional(),
  perShare: z.number().min(0).max(1e6).optional(),
});

const areTiersRising = (tiers: readonly z.infer<typeof commissionTier>[]): boolean =>
  tiers.every(({ from }, i) => (i === 0 ? from === 0 : from > tiers[i - 1]!.from));

/** Refuses a text that describes no detector, with the reason of the one who reads it. */
function requireDetector(text: string, context: z.RefinementCtx): void {
  try {
    detectorOf(parseDetectorText(text));
  } catch (error) {
    context.addIssue({ code: 'custom', message: `docs/detectors.md lists them; ${String(error)}` });
  }
}

/** The settings of a run, all of them recorded with it; the meaning of each is in docs/semantics.md. */
export const runSettingsSchema = z
  .strictObject({
    cash: z.number().positive().max(1e15).default(100_000).describe('initial cash'),
    currency: z
      .string()
      .regex(/^[A-Z0-9]{2,10}$/, 'a currency such as USD')
      .optional()
      .describe('currency of the account (default: that of the data)'),
    foreignCash: z
      .enum(['convert', 'keep'])
      .default('convert')
      .describe('what becomes of cash in other currencies'),
    conversionBps: z
      .number()
      .min(0)
      .max(1_000)
      .default(5)
      .describe('cost of exchanging currencies in basis points of value'),
    account: z.enum(['margin', 'cash']).default('margin').describe('kind of account'),
    initialMargin: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe('equity that new exposure needs, part of it'),
    maintenanceMargin: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe('equity that exposure needs, part of it'),
    cashRate: z.number().min(-1).max(1).default(0).describe('annual interest on cash'),
    debitRate: z.number().min(0).max(1).default(0).describe('annual interest on borrowed cash'),
    borrowRate: z.number().min(0).max(10).default(0).describe('annual fee on the value of short positions'),
    commissionBps: z.number().min(0).max(1_000).default(5).describe('commission in basis points of value'),
    commissionPerShare: z.number().min(0).max(1e6).default(0).describe('commission for each unit, in money'),
    commissionPerTrade: z.number().min(0).max(1e6).default(0).describe('commission for each order, in money'),
    commissionMinimum: z
      .number()
      .min(0)
      .max(1e6)
      .default(0)
      .describe('least commission of an order, in money'),
    commissionMaximumBps: z
      .number()
      .positive()
      .max(10_000)
      .optional()
      .describe('most commission of an order, in basis points of its value'),
    commissionTiers: z
      .array(commissionTier)
      .min(1)
      .refine(areTiersRising, 'tiers rise from 0, such as [{"from":0,"bps":5},{"from":1e6,"bps":3}]')
      .optional()
      .describe('commission by what was traded in the month, instead of commissionBps, as JSON'),
    commissionTierBy: z
      .enum(['value', 'units'])
      .default('value')
      .describe('what counts towards commission tiers'),
    makerBps: z
      .number()
      .min(-1_000)
      .max(1_000)
      .optional()
      .describe('commissionBps of limits that fill inside a bar; below zero a rebate'),
    takerBps: z
      .number()
      .min(-1_000)
      .max(1_000)
      .optional()
      .describe('commissionBps of all other fills; below zero a rebate'),
    slippageBps: z.number().min(0).max(1_000).default(5).describe('slippage in basis points of price'),
    volumeImpact: z
      .number()
      .min(0)
      .max(0.5)
      .default(0)
      .describe('further slippage of a fill that takes all volume, part of the price'),
    spreadBps: z
      .number()
      .min(0)
      .max(1_000)
      .default(0)
      .describe('spread from bid to ask in basis points of price'),
    impactCoefficient: z
      .number()
      .min(0)
      .max(100)
      .default(0)
      .describe('square-root impact: coefficient of volatility times root of volume share'),
    impactBars: z
      .int()
      .min(1)
      .max(10_000)
      .default(20)
      .describe('bars of the averages of volatility and volume behind it'),
    latencyBars: z.int().min(0).max(10_000).default(0).describe('slices that orders are on their way'),
    latencyMs: z.int().min(0).max(1e10).default(0).describe('time that orders are on their way, in ms'),
    grossLimit: z.number().positive().max(100).default(1).describe('largest gross exposure, times equity'),
    positionLimit: z
      .number()
      .positive()
      .max(100)
      .optional()
      .describe('largest value of one position, times equity'),
    netLimit: z.number().positive().max(100).optional().describe('largest net exposure, times equity'),
    orderRate: z.int().positive().max(1e9).optional().describe('most orders of a trading day'),
    turnoverLimit: z
      .number()
      .positive()
      .max(1e6)
      .optional()
      .describe('most traded value of a trading day, times equity'),
    drawdownStop: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe('drawdown at which trading stops, part of the peak'),
    staleBars: z
      .int()
      .min(0)
      .max(1e9)
      .optional()
      .describe('most slices since the last bar of a symbol in which new exposure is taken'),
    staleMs: z
      .int()
      .positive()
      .max(1e13)
      .optional()
      .describe('most time since the last bar of a symbol in which new exposure is taken, in ms'),
    offHours: z
      .enum(['trade', 'refuse'])
      .default('trade')
      .describe('whether orders outside of the sessions of a symbol may take new exposure'),
    priceCollar: z
      .number()
      .positive()
      .max(100)
      .optional()
      .describe('most distance of prices of orders from the last close, part of it'),
    entryBar: z.enum(['live', 'next']).default('live').describe('bracket exits on the entry bar'),
    fill: z
      .enum(['next-open', 'same-close', 'next-close'])
      .default('next-open')
      .describe('where market orders fill'),
    intrabar: z
      .enum([
        'stop-first',
        'limit-first',
        'open-high-low-close',
        'open-low-high-close',
        'nearest-extreme-first',
      ])
      .default('stop-first')
      .describe('assumed order of prices inside a bar'),
    limitFill: z.enum(['touch', 'penetrate']).default('touch').describe('what fills a limit'),
    participation: z
      .union([z.number().positive().max(1), z.literal('none')], {
        error: 'a number above 0 and up to 1, or none',
      })
      .default(0.1)
      .describe('largest part of the volume of a bar that fills take, up to 1, or none for no limit'),
    lotSize: z
      .number()
      .positive()
      .max(1e9)
      .optional()
      .describe('orders are whole multiples of it, in units, instead of what each instrument says'),
    minNotional: z
      .number()
      .positive()
      .max(1e12)
      .optional()
      .describe('least value of an order, in money, instead of what each instrument says'),
    gaps: z
      .enum(['hold', 'fail'])
      .default('hold')
      .describe('sessions or bars that the calendar of the data misses: leave them open, or refuse the data'),
    outsideSessions: z
      .enum(['keep', 'drop', 'fail'])
      .default('keep')
      .describe('bars outside of the sessions of the calendar: keep or drop them, or refuse the data'),
    detector: z
      .string()
      .min(1)
      .superRefine(requireDetector)
      .optional()
      .describe('regime detector in place of that of the learner, such as cusum:threshold=12'),
    adaptation: adaptationSchema
      .optional()
      .describe('how the learner re-adapts, as JSON: budget, budgetBars, shrinkage, pastTasks, revertBars'),
    bootstrap: z
      .enum(['stationary', 'circular'])
      .optional()
      .describe(
        'how comparisons draw days: blocks of random length (stationary, where not given), or all of one length',
      ),
    riskFreeRate: z.number().min(-0.5).max(1).default(0).describe('annual risk-free rate of ratios'),
    seed: z.int().min(0).max(4_294_967_295).default(1).describe('seed of all randomness'),
    from: date.optional().describe('first day of the test period, YYYY-MM-DD'),
    to: date.optional().describe('last day of the test period, YYYY-MM-DD'),
    symbols: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('only these symbols are traded, with commas between'),
    checkpoint: z
      .string()
      .min(1)
      .optional()
      .describe('checkpoint file of a trained learner, used instead of a training'),
    saveCheckpoint: z
      .string()
      .min(1)
      .optional()
      .describe('file that takes the trained learner, for --checkpoint of a later run'),
    timeZone: z
      .string()
      .refine(isZoneName, 'a time zone of the IANA data base, such as America/New_York')
      .optional()
      .describe('zone of times of day that the data give without one, such as America/New_York'),
    streaming: z
      .enum(['auto', 'on', 'off'])
      .default('auto')
      .describe('play bars from a temporary file: auto where there are millions of them'),
    detail: z
      .enum(['summary', 'orders', 'full'])
      .default('full')
      .describe(
        'what the store keeps beside metrics and days: nothing, orders and all other events, or the account at every bar too',
      ),
  })
  .refine(
    ({ commissionTiers, makerBps, takerBps }) =>
      commissionTiers === undefined || (makerBps === undefined && takerBps === undefined),
    { path: ['commissionTiers'], error: 'commission tiers and makerBps or takerBps exclude each other' },
  );

/** Settings with their defaults filled in. */
export type RunSettings = z.infer<typeof runSettingsSchema>;
