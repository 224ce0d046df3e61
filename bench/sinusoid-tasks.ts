import type { Random } from '../src/math/random.ts';
import type { Episode, EpisodeSource, SampleSet } from '../src/strategy/learn/meta-learner.ts';

/** A wave y = A sin(w x + b). */
interface Wave {
  readonly amplitude: number;
  readonly frequency: number;
  readonly phase: number;
}

function rowsAt(wave: Wave, points: Float64Array): SampleSet {
  const labels = points.map((x) => wave.amplitude * Math.sin(wave.frequency * x + wave.phase));
  return { rows: points.length, featureCount: 1, features: points, labels };
}

function uniformPoints(count: number, random: Random): Float64Array {
  return Float64Array.from({ length: count }, () => 10 * random.uniform() - 5);
}

const amplitudeOf = (random: Random): number => 0.1 + 4.9 * random.uniform();

function episodeOf(wave: Wave, shots: number, queryRows: number, random: Random): Episode {
  const support = rowsAt(wave, uniformPoints(shots, random));
  return { support, query: rowsAt(wave, uniformPoints(queryRows, random)) };
}

/** Finn, Abbeel & Levine 2017: y = A sin(x − φ), A ~ U[.1, 5], φ ~ U[0, π], x ~ U[−5, 5]. */
export function phaseWaves(shots: number, queryRows: number): EpisodeSource {
  return (random) => {
    const amplitude = amplitudeOf(random);
    const wave = { amplitude, frequency: 1, phase: -Math.PI * random.uniform() };
    return episodeOf(wave, shots, queryRows, random);
  };
}

/** Li, Zhou, Chen & Li 2017: y = A sin(w x + b), A ~ U[.1, 5], w ~ U[.8, 1.2], b ~ U[0, π], x ~ U[−5, 5]. */
export function frequencyWaves(shots: number, queryRows: number): EpisodeSource {
  return (random) => {
    const amplitude = amplitudeOf(random);
    const wave = { amplitude, frequency: 0.8 + 0.4 * random.uniform(), phase: Math.PI * random.uniform() };
    return episodeOf(wave, shots, queryRows, random);
  };
}

/**
 * Nichol, Achiam & Schulman 2018: y = A sin(x + φ), A ~ U[.1, 5], φ ~ U[0, 2π] on 50 equally spaced x in [−5, 5].
 * The support is `shots` of the points, drawn without repetition, and the query all of them.
 */
export function gridWaves(shots: number): EpisodeSource {
  const grid = Float64Array.from({ length: 50 }, (_, i) => -5 + (10 * i) / 49);
  return (random) => {
    const wave = { amplitude: amplitudeOf(random), frequency: 1, phase: 2 * Math.PI * random.uniform() };
    const points = grid.slice();
    for (let i = 0; i < shots; i++) {
      const other = i + random.integer(points.length - i);
      [points[i], points[other]] = [points[other]!, points[i]!];
    }
    return { support: rowsAt(wave, points.slice(0, shots)), query: rowsAt(wave, grid) };
  };
}
