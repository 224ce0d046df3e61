import { type SourceFile, type Violation, violationAt } from './source-file.ts';

const KEBAB_FILE = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.ts$/;
const KEBAB_FOLDER = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const CATCH_ALL = new Set(['utils', 'util', 'common', 'helpers', 'helper', 'misc', 'types', 'shared']);

const EXPORT =
  /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?|class|interface|type|const|let|var|enum)\s+([\w$]+)/gm;

/** Rules (c) and (f): names are in kebab case, and none of them is a place for anything. */
export function nameViolations(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ path }) => {
    const folders = path.split('/');
    const file = folders.pop() ?? '';
    const rules: string[] = [];
    if (!KEBAB_FILE.test(file)) rules.push('a file is named in kebab case');
    if (!folders.every((folder) => KEBAB_FOLDER.test(folder))) rules.push('a folder is named in kebab case');
    const bare = [...folders, file.replace(/(?:\.test)?\.ts$/, '')];
    if (bare.some((name) => CATCH_ALL.has(name))) rules.push('a name tells what is in it');
    return rules.map((rule) => ({ file: path, line: 1, rule }));
  });
}

/** Rule (f): in `src/` every exported symbol has a docstring right before it, and none is a default. */
export function docstringViolations(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => path.startsWith('src/'))
    .flatMap((file) => {
      let nameBefore = '';
      const bare: Violation[] = [];
      for (const { index, 1: name } of file.code.matchAll(EXPORT)) {
        // The overloads of a function share the docstring of the first one.
        if (name !== nameBefore && !hasDocstring(file.text, index)) {
          bare.push(violationAt(file, index, `${name} has no docstring`));
        }
        nameBefore = name;
      }
      const defaults = [...file.code.matchAll(/^export\s+default\b/gm)];
      return [...bare, ...defaults.map(({ index }) => violationAt(file, index, 'exports have names'))];
    });
}

function hasDocstring(text: string, position: number): boolean {
  const before = text.slice(0, position);
  if (!/\*\/[ \t]*\r?\n$/.test(before)) return false;
  return before.startsWith('/**', before.lastIndexOf('/*'));
}
