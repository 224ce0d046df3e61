/** A stream of pseudo-random numbers that its seed and label fix for ever. */
export interface Random {
  /** Uniform on [0, 1), with 32 random bits. */
  uniform(): number;
  /** Uniform integer on [0, bound). */
  integer(bound: number): number;
  /** Standard normal, by Marsaglia's polar method (Marsaglia & Bray 1964). */
  normal(): number;
  /** An independent stream for a part of the work; the same label gives the same stream, whatever was drawn before. */
  split(label: string): Random;
}

/** The splitting of 32-bit words by multiplication and shifts that seeds a stream from text (after xmur3). */
function seedWords(text: string): [number, number, number, number] {
  let hash = 1779033703 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 3432918353);
    hash = (hash << 13) | (hash >>> 19);
  }
  const next = (): number => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    hash ^= hash >>> 16;
    return hash >>> 0;
  };
  return [next(), next(), next(), next()];
}

/** Chris Doty-Humphrey's sfc32 (PractRand), 128 bits of state. */
class SmallFastCounter implements Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;
  #spare: number | null = null;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    [this.#a, this.#b, this.#c, this.#counter] = seedWords(path);
    for (let i = 0; i < 15; i++) this.#word();
  }

  #word(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  uniform(): number {
    return this.#word() / 4294967296;
  }

  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    this.#spare = y * scale;
    return x * scale;
  }

  split(label: string): Random {
    return new SmallFastCounter(`${this.#path}/${label}`);
  }
}

/** The root stream of a run. */
export function randomFrom(seed: number): Random {
  return new SmallFastCounter(`seed:${seed}`);
}
