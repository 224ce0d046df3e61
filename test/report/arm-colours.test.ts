import { describe, expect, it } from 'vitest';
import { armMarkers } from '../../src/report/arm-marker.ts';
import { COLOUR_STYLE } from '../../src/report/colour-theme.ts';
import { sampleReport } from './sample-report.ts';

type Triple = readonly [number, number, number];

/** Of linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const SIGHTS: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** sRGB to XYZ, white point D65 (IEC 61966-2-1). */
const XYZ: readonly Triple[] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const WHITE: Triple = [0.95047, 1, 1.08883];

const times = (rows: readonly Triple[], [x, y, z]: Triple): Triple =>
  rows.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;

const linear = (colour: string): Triple =>
  [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;

/** WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [low, high] = [one, other].map((colour) => times(XYZ, linear(colour))[1]).sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

/** CIE 1976. */
function distance(one: string, other: string, sight: string): number {
  const [p, q] = [one, other].map((colour) => {
    const seen = times(SIGHTS[sight]!, linear(colour)).map((part) => Math.min(1, Math.max(0, part)));
    const [x, y, z] = times(XYZ, seen as unknown as Triple).map((part, i) => {
      const share = part / WHITE[i]!;
      return share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116;
    });
    return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
  });
  return Math.hypot(...p!.map((part, i) => part - q![i]!));
}

/** The colours of the themes as the page has them: the light one first, the dark one of the reader's choice last. */
const THEMES = [...COLOUR_STYLE.matchAll(/color-scheme: (light|dark);([^}]*)/g)].map(([, name, text]) => ({
  name: name!,
  colours: new Map([...text!.matchAll(/--([\w-]+): (#\w{6});/g)].map(([, of, colour]) => [of!, colour!])),
}));

const armsOf = (colours: ReadonlyMap<string, string>): string[] =>
  [...colours].flatMap(([name, colour]) => (name.startsWith('arm-') ? [colour] : []));

describe.each(THEMES)('the colours of arms, $name', ({ colours }) => {
  it('are eleven that stand out from every background, at 3 : 1 or more', () => {
    const arms = armsOf(colours);
    expect(arms).toHaveLength(11);
    for (const background of ['page', 'panel', 'raised', 'band'])
      for (const arm of arms) expect(contrast(arm, colours.get(background)!), arm).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(SIGHTS))('are far apart, any two of them, as seen with %s sight', (sight) => {
    const arms = armsOf(colours);
    const pairs = arms.flatMap((arm, i) => arms.slice(0, i).map((other) => [arm, other] as const));
    const nearest = Math.min(...pairs.map(([arm, other]) => distance(arm, other, sight)));
    expect(nearest).toBeGreaterThanOrEqual(sight === 'normal' ? 30 : 20);
  });
});

it('the colour science above has the known values', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 4);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(distance('#000000', '#ffffff', 'normal')).toBeCloseTo(100, 3);
  // Red and green of one lightness are far apart, and hardly for who lacks the long cones.
  expect(distance('#ff0000', '#00ff00', 'normal')).toBeCloseTo(170.6, 0);
  for (const sight of Object.keys(SIGHTS)) expect(distance('#808080', '#808080', sight)).toBe(0);
  expect(distance('#a05000', '#507000', 'deuteranopia')).toBeLessThan(
    distance('#a05000', '#507000', 'normal') / 2,
  );
});

it('forty arms have forty looks: beyond the colours, dashes differ', () => {
  const [arm] = sampleReport().arms;
  const arms = Array.from({ length: 40 }, (_, i) => ({
    ...arm!,
    name: `arm ${i}`,
    role: i === 0 ? ('subject' as const) : ('baseline' as const),
  }));
  const looks = armMarkers(arms).map(({ slot, dash }) => `${slot} ${dash.join(' ')}`);
  expect(new Set(looks).size).toBe(40);
});
