import type { AdaptationReverted, AdaptationSkipped, Adapted } from '../model/event.ts';
import type { SqlValue } from './connection.ts';

/** What a row of `adaptations` holds of an event, in the order of its columns behind `arm_id`. */
export function adaptationValues(event: Adapted | AdaptationSkipped | AdaptationReverted): SqlValue[] {
  const { sequence, time, trigger, regimeSequence, learner } = event;
  const subject = [sequence, time, trigger, regimeSequence, learner];
  if (event.kind === 'adapted') return [...subject, 'adapted', null, ...adaptedValues(event)];
  if (event.kind === 'adaptation-skipped') {
    return [...subject, 'skipped', event.reason, null, null, null, event.rows, ...nulls(11)];
  }
  const hashes = [event.parametersBefore, event.parametersAfter];
  return [...subject, 'reverted', null, null, null, null, 0, ...nulls(5), ...hashes, ...nulls(4)];
}

function adaptedValues(event: Adapted): SqlValue[] {
  const { support, embedding, weight = 1, pastTasks = 0 } = event;
  const window = [support.from, support.to, support.labelsKnownAt, support.rows, support.hash];
  const losses = [event.steps, event.lossBefore, event.lossAfter, event.gradientNorm];
  const hashes = [event.parametersBefore, event.parametersAfter];
  const kept = [event.wallMs, embedding ? JSON.stringify(embedding) : null, weight, pastTasks];
  return [...window, ...losses, ...hashes, ...kept];
}

const nulls = (count: number): null[] => Array<null>(count).fill(null);
