import type { SensitivityAxis } from '../model/experiment.ts';
import type { RunSettings } from './run-settings.ts';

/** One setting of a sensitivity run. */
export interface Variation {
  readonly axis: SensitivityAxis;
  readonly setting: string;
  readonly isBase: boolean;
  readonly note: string | null;
  /** What differs from the settings of the run. */
  readonly settings: Partial<RunSettings>;
  /** By what the threshold of the detector is multiplied. */
  readonly detectorScale: number;
}

const COST_SCALES = [0, 0.5, 1, 2];

const DETECTOR_SCALES = [0.5, 1, 2];

const FILLS = ['next-open', 'next-close', 'same-close'] as const;

/** The other order in which a bar may have reached two prices; of a rule that looks at the bar there is none. */
const OPPOSITE: Readonly<Partial<Record<RunSettings['intrabar'], RunSettings['intrabar']>>> = {
  'stop-first': 'limit-first',
  'limit-first': 'stop-first',
  'open-high-low-close': 'open-low-high-close',
  'open-low-high-close': 'open-high-low-close',
};

/** All settings of a sensitivity run, axis by axis; one of each axis is that of the run itself. */
export function variations(settings: RunSettings, learns: boolean): Variation[] {
  const opposite = OPPOSITE[settings.intrabar];
  return [
    ...COST_SCALES.map((scale) => ({
      ...plain('costs', `×${scale}`, scale === 1),
      settings: scale === 1 ? {} : scaledCosts(settings, scale),
    })),
    ...FILLS.map((fill) => ({
      ...plain('fill', fill, fill === settings.fill),
      settings: { fill },
      note:
        fill === 'same-close' ? 'fills at the close that decided, which nobody can be sure of getting' : null,
    })),
    ...(learns ? DETECTOR_SCALES : []).map((detectorScale) => ({
      ...plain('detector', `threshold ×${detectorScale}`, detectorScale === 1),
      detectorScale,
    })),
    plain('ambiguous-fills', settings.intrabar, true),
    ...(opposite === undefined
      ? []
      : [{ ...plain('ambiguous-fills', opposite, false), settings: { intrabar: opposite } }]),
  ];
}

function plain(axis: SensitivityAxis, setting: string, isBase: boolean): Variation {
  return { axis, setting, isBase, note: null, settings: {}, detectorScale: 1 };
}

/** Commissions, slippage, spread and impact, and what exchanging currencies costs; not interest, and not spreads that are quoted. */
function scaledCosts(settings: RunSettings, scale: number): Partial<RunSettings> {
  const { commissionMaximumBps: maximum, commissionTiers: tiers, makerBps, takerBps } = settings;
  return {
    commissionBps: scale * settings.commissionBps,
    commissionPerShare: scale * settings.commissionPerShare,
    commissionPerTrade: scale * settings.commissionPerTrade,
    commissionMinimum: scale * settings.commissionMinimum,
    ...(maximum !== undefined && scale > 0 && { commissionMaximumBps: scale * maximum }),
    ...(tiers !== undefined && { commissionTiers: tiers.map((tier) => scaledTier(tier, scale)) }),
    ...(makerBps !== undefined && { makerBps: scale * makerBps }),
    ...(takerBps !== undefined && { takerBps: scale * takerBps }),
    slippageBps: scale * settings.slippageBps,
    volumeImpact: Math.min(0.5, scale * settings.volumeImpact),
    spreadBps: scale * settings.spreadBps,
    impactCoefficient: scale * settings.impactCoefficient,
    conversionBps: scale * settings.conversionBps,
  };
}

type Tier = NonNullable<RunSettings['commissionTiers']>[number];

function scaledTier({ from, bps, perShare }: Tier, scale: number): Tier {
  return {
    from,
    ...(bps !== undefined && { bps: scale * bps }),
    ...(perShare !== undefined && { perShare: scale * perShare }),
  };
}
