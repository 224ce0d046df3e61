/** Where progress is written. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Milliseconds between two repaints of the line. */
const REPAINT_MS = 80;

/**
 * Shows how far the work is: one line that repaints itself on a terminal, and one line a phase elsewhere, so that a
 * log stays short.
 */
export class ProgressLine {
  readonly #stream: ProgressStream;
  readonly #elapsedMs: () => number;
  #phase = '';
  #paintedMs = Number.NEGATIVE_INFINITY;

  constructor(stream: ProgressStream, elapsedMs: () => number) {
    this.#stream = stream;
    this.#elapsedMs = elapsedMs;
  }

  update(phase: string, done: number, total: number): void {
    const isNew = phase !== this.#phase;
    if (!this.#stream.isTTY) {
      if (isNew) this.#stream.write(`${phase} …\n`);
      this.#phase = phase;
      return;
    }
    const now = this.#elapsedMs();
    if (!isNew && done < total && now - this.#paintedMs < REPAINT_MS) return;
    this.#phase = phase;
    this.#paintedMs = now;
    const percent = Math.floor((100 * done) / Math.max(total, 1));
    const filled = Math.floor(percent / 5);
    this.#stream.write(`\r\u001b[K${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ${percent} % ${phase}`);
  }

  /** Clears the line, so that what follows begins on an empty one. */
  end(): void {
    if (this.#stream.isTTY && this.#phase !== '') this.#stream.write('\r\u001b[K');
    this.#phase = '';
  }
}
