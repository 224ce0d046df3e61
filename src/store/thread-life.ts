import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

/**
 * Whether a thread lives, told without the event loop, in which Node would say so: who waits for the thread synchronously never comes
 * to it. A channel closes at both ends when the thread of one end ends, be it by an error, for want of memory or otherwise, and a port that is
 * closed cannot be transferred.
 */
export class ThreadLife {
  /** For the thread, which has to keep it and needs to do nothing else with it. */
  readonly farEnd: MessagePort;
  #port: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.farEnd = port2;
  }

  /** Whether the thread, which was given the far end, has ended. */
  get isOver(): boolean {
    // Nothing is ever sent; this notes that the far end is closed, where it is.
    receiveMessageOnPort(this.#port);
    try {
      this.#port = structuredClone(this.#port, { transfer: [this.#port] });
      return false;
    } catch {
      return true;
    }
  }

  /** Gives the channel up. */
  close(): void {
    this.#port.close();
  }
}
