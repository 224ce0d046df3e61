/** Words after which a slash begins a regular expression and does not divide. */
const WORDS_BEFORE_REGEX = new Set(
  'return typeof case in of delete void throw new else do instanceof yield await'.split(' '),
);

const WORD = /[\w$]+/y;
const REGEX_LITERAL = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

/**
 * Blanks comments and the contents of strings, templates and regular expressions with spaces, so that a search meets
 * only code. Quotes, line ends and the code within templates stay, and every position is that of the source.
 */
export function blankText(source: string): string {
  return new Blanker(source).run();
}

class Blanker {
  readonly #source: string;
  readonly #pieces: string[] = [];
  /** The brace depth at which each open template goes on. */
  readonly #templates: number[] = [];
  #depth = 0;
  #at = 0;
  /** The last word or sign of code. */
  #previous = '';

  constructor(source: string) {
    this.#source = source;
  }

  run(): string {
    while (this.#at < this.#source.length) this.#step();
    return this.#pieces.join('');
  }

  #step(): void {
    const sign = this.#source[this.#at];
    const pair = this.#source.slice(this.#at, this.#at + 2);
    if (pair === '//') this.#blankTo(this.#find('\n', this.#at));
    else if (pair === '/*') this.#blankTo(this.#find('*/', this.#at + 2) + 2);
    else if (sign === "'" || sign === '"') this.#string(sign);
    else if (sign === '`') this.#template();
    else if (sign === '}' && this.#templates.at(-1) === this.#depth) {
      this.#templates.pop();
      this.#template();
    } else if (sign === '/' && this.#beginsRegex()) this.#regex();
    else this.#code(sign);
  }

  #code(sign: string): void {
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#source)?.[0] ?? sign;
    if (sign === '{') this.#depth++;
    if (sign === '}') this.#depth--;
    if (word.trim() !== '') this.#previous = word;
    this.#keep(word.length);
  }

  #string(quote: string): void {
    this.#keep(1);
    let end = this.#at;
    while (end < this.#source.length && this.#source[end] !== quote && this.#source[end] !== '\n') {
      end += this.#source[end] === '\\' ? 2 : 1;
    }
    this.#blankTo(end);
    this.#keep(1);
    this.#previous = quote;
  }

  /** From the backtick, or the brace that ends an insertion, to the next insertion or the end of the template. */
  #template(): void {
    this.#keep(1);
    let end = this.#at;
    while (end < this.#source.length && this.#source[end] !== '`' && !this.#source.startsWith('${', end)) {
      end += this.#source[end] === '\\' ? 2 : 1;
    }
    this.#blankTo(end);
    if (this.#source[end] === '$') {
      this.#templates.push(this.#depth);
      this.#keep(2);
      this.#previous = '{';
    } else {
      this.#keep(1);
      this.#previous = '`';
    }
  }

  #beginsRegex(): boolean {
    if (WORDS_BEFORE_REGEX.has(this.#previous)) return true;
    return !/[\w$)\]}'"`]$/.test(this.#previous);
  }

  #regex(): void {
    REGEX_LITERAL.lastIndex = this.#at;
    const length = REGEX_LITERAL.exec(this.#source)?.[0].length ?? 1;
    this.#blankTo(this.#at + length);
    this.#previous = ')';
  }

  #find(text: string, from: number): number {
    const at = this.#source.indexOf(text, from);
    return at < 0 ? this.#source.length : at;
  }

  #keep(length: number): void {
    this.#pieces.push(this.#source.slice(this.#at, this.#at + length));
    this.#at += length;
  }

  #blankTo(end: number): void {
    this.#pieces.push(this.#source.slice(this.#at, end).replace(/[^\n]/g, ' '));
    this.#at = end;
  }
}
