import { lineAt, type SourceFile, type Violation } from './source-file.ts';

/** The most lines of a file and of a function, header and braces included. */
const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 70;

/** A function with a body, whether declared, method, accessor, constructor or arrow. */
export interface FoundFunction {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

/** Words whose parentheses are followed by a block that is no function. */
const CONTROL_WORDS = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'await']);

/** Words after which a type goes on. */
const TYPE_WORDS = new Set([
  'keyof',
  'typeof',
  'readonly',
  'infer',
  'unique',
  'asserts',
  'is',
  'extends',
  'new',
  'in',
]);

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** All functions of a file, the ones within others included. */
export function functionsOf({ code, text }: SourceFile): FoundFunction[] {
  const found: FoundFunction[] = [];
  /** Arrows that are dealt with: those of functions found, and those of types. */
  const arrows = new Set<number>();
  const add = (start: number, end: number): void => {
    const line = lineAt(text, start);
    found.push({ name: nameBefore(code, start), line, lines: lineAt(text, end) - line + 1 });
  };
  for (let at = code.indexOf('('); at >= 0; at = code.indexOf('(', at + 1)) {
    if (CONTROL_WORDS.has(wordBefore(code, at))) continue;
    const next = afterSignature(code, closingOf(code, at) + 1, arrows);
    if (code.startsWith('=>', next)) {
      if (!arrows.has(next)) add(at, arrowEnd(code, next + 2));
      arrows.add(next);
    } else if (code[next] === '{') add(at, closingOf(code, next));
  }
  for (let at = code.indexOf('=>'); at >= 0; at = code.indexOf('=>', at + 2)) {
    if (!arrows.has(at)) add(at, arrowEnd(code, at + 2));
  }
  return found;
}

/**
 * Rule (d): files and functions are short. `allowed` holds exceptions by `file` or `file:function` with their present
 * length, which may shrink but not grow, and which go once they are not needed. A function of a test that holds
 * cases is a list and not a procedure; its cases are measured.
 */
export function lengthViolations(
  files: readonly SourceFile[],
  allowed: Readonly<Record<string, number>>,
): Violation[] {
  const measured = files.flatMap((file) => [
    {
      file: file.path,
      key: file.path,
      line: 1,
      lines: file.text.trimEnd().split('\n').length,
      limit: FILE_LINES_MAX,
    },
    ...functionsOf(file)
      .filter((found) => !holdsCases(file, found))
      .map(({ name, line, lines }) => ({
        file: file.path,
        key: `${file.path}:${name}`,
        line,
        lines,
        limit: FUNCTION_LINES_MAX,
      })),
  ]);
  const broken = measured
    .filter(({ key, lines, limit }) => lines > (allowed[key] ?? limit))
    .map(({ file, key, line, lines, limit }) => ({
      file,
      line,
      rule: `${key} has ${lines} lines of ${allowed[key] ?? limit}`,
    }));
  const idle = Object.entries(allowed)
    .filter(
      ([key, lines]) => !measured.some((one) => one.key === key && one.lines === lines && lines > one.limit),
    )
    .map(([key, lines]) => ({
      file: key,
      line: 1,
      rule: `the exception of ${lines} lines is to be lowered or removed`,
    }));
  return [...broken, ...idle];
}

function holdsCases({ path, code }: SourceFile, { line, lines }: FoundFunction): boolean {
  if (!path.startsWith('test/')) return false;
  const body = code.split('\n').slice(line - 1, line - 1 + lines);
  return body.slice(1).some((text) => /^\s*(?:describe|it|test)\b[.(]/.test(text));
}

/**
 * Where the body or the arrow is behind a parameter list, past an annotation of the result, whose own arrows are
 * collected; -1 where there is none.
 */
function afterSignature(code: string, start: number, typeArrows: Set<number>): number {
  const at = skipSpace(code, start);
  if (code[at] === '{' || code.startsWith('=>', at)) return at;
  return code[at] === ':' ? afterType(code, at + 1, typeArrows) : -1;
}

function afterType(code: string, start: number, typeArrows: Set<number>): number {
  let goesOn = true;
  for (let at = skipSpace(code, start); at < code.length; at = skipSpace(code, at)) {
    const sign = code[at];
    if (code.startsWith('=>', at) || (sign === '{' && !goesOn)) return at;
    if (';,)]}='.includes(sign)) return -1;
    if ('([{<'.includes(sign)) {
      const typeArrow: number = goesOn && sign === '(' ? functionTypeArrow(code, at) : -1;
      if (typeArrow >= 0) typeArrows.add(typeArrow);
      at = typeArrow < 0 ? closingOf(code, at) + 1 : typeArrow + 2;
      goesOn = typeArrow >= 0;
    } else if ('\'"`'.includes(sign)) {
      at = code.indexOf(sign, at + 1) + 1;
      goesOn = false;
    } else {
      const word = /^[\w$]+/.exec(code.slice(at, at + 80))?.[0] ?? sign;
      goesOn = TYPE_WORDS.has(word) || '|&?:.'.includes(word);
      at += word.length;
    }
  }
  return -1;
}

/** The arrow of the function type that begins at a parenthesis; -1 where it only groups a type. */
function functionTypeArrow(code: string, position: number): number {
  if (!/^\(\s*(?:\)|\.\.\.|[\w$]+\s*[:,?)])/.test(code.slice(position, position + 200))) return -1;
  const arrow = skipSpace(code, closingOf(code, position) + 1);
  return code.startsWith('=>', arrow) ? arrow : -1;
}

/** The last position of an arrow function's body. */
function arrowEnd(code: string, start: number): number {
  let at = skipSpace(code, start);
  if (code[at] === '{') return closingOf(code, at);
  while (at < code.length && !';,)]}'.includes(code[at]))
    at = '([{'.includes(code[at]) ? closingOf(code, at) + 1 : at + 1;
  return at - 1;
}

/** The bracket that closes the one at the position. */
function closingOf(code: string, position: number): number {
  const open = code[position];
  const close = CLOSING[open];
  let depth = 0;
  for (let at = position; at < code.length; at++) {
    if (code[at] === open) depth++;
    else if (code[at] === close && !(close === '>' && code[at - 1] === '=') && --depth === 0) return at;
  }
  return code.length - 1;
}

function skipSpace(code: string, position: number): number {
  let at = position;
  while (at < code.length && /\s/.test(code[at])) at++;
  return at;
}

function wordBefore(code: string, position: number): string {
  return /([\w$]*)\s*$/.exec(code.slice(Math.max(0, position - 80), position))?.[1] ?? '';
}

function nameBefore(code: string, position: number): string {
  const before = code.slice(Math.max(0, position - 200), position);
  const [, declared] = /([\w$#]+)\s*(?::[^=;{}]*)?[=:]\s*(?:async\s*)?(?:<[^=]*>)?$/.exec(before) ?? [];
  return declared ?? /([\w$#]+)\s*(?:<[^()]*>)?\s*$/.exec(before)?.[1] ?? 'anonymous';
}
