import type { ArmRecord } from '../model/run-record.ts';
import { html, type Markup } from './html.ts';
import { nameOf } from './number-text.ts';

/** How many colours there are besides that of the subject; arms beyond them share colours and differ by dashes. */
const SLOT_COUNT = 10;

/** How an arm looks in every chart and table: one colour of the style sheet, one width and one dash. */
export interface ArmMarker {
  /** `s` for the subject, else a digit: the style sheet has a colour `--arm-<slot>` for each. */
  readonly slot: string;
  /** Lengths of dashes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
  /** Line width in pixels. */
  readonly width: number;
}

/** The arm that the report is about: the one with that role, else the first one, else null. */
export function subjectOf(arms: readonly ArmRecord[]): ArmRecord | null {
  return arms.find((arm) => arm.role === 'subject') ?? arms[0] ?? null;
}

/**
 * The markers of all arms, by position. Only the subject has the accent and a thick line; controls are dashed and
 * baselines solid, so that the arms can be told apart without colour as well.
 */
export function armMarkers(arms: readonly ArmRecord[]): readonly ArmMarker[] {
  const subject = subjectOf(arms);
  let next = 0;
  return arms.map((arm) => {
    if (arm === subject) return { slot: 's', dash: [], width: 2.25 };
    const round = Math.floor(next / SLOT_COUNT);
    const slot = String((next++ % SLOT_COUNT) + 1);
    if (round > 0) return { slot, dash: [2, 2 + round], width: 1.25 };
    return { slot, dash: arm.role === 'control' ? [7, 4] : [], width: 1.25 };
  });
}

/** The short line in the colour of an arm that stands before its name. */
export function armSwatch(marker: ArmMarker): Markup {
  const dash = marker.dash.length > 0 ? html` stroke-dasharray="${marker.dash.join(' ')}"` : null;
  return html`<svg class="swatch arm-${marker.slot}" width="24" height="8" aria-hidden="true"><line x1="0" x2="24" y1="4" y2="4" stroke="currentColor" stroke-width="${marker.width + 0.75}"${dash}/></svg>`;
}

/** An arm by its swatch and name, for row heads and headings. */
export function armLabel(arm: ArmRecord, marker: ArmMarker | undefined): Markup {
  return html`<span class="arm">${marker ? armSwatch(marker) : null}${nameOf(arm.name)}</span>`;
}
