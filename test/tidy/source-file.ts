import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { blankText } from './blank-text.ts';

/** A file of the project, by its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The text with comments and the contents of strings and regular expressions blanked; positions are the same. */
  readonly code: string;
}

/** A broken rule and where. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

/** A source file from its text. Only TypeScript has code; in any other file it is the text. */
export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, code: path.endsWith('.ts') ? blankText(text) : text };
}

/** All files below the folders whose names end so, in the order of their paths. */
export function readSources(root: string, folders: readonly string[], ending: string): SourceFile[] {
  return folders
    .flatMap((folder) => pathsBelow(root, folder))
    .filter((path) => path.endsWith(ending))
    .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8')));
}

/** The line of a position, from 1. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** A violation at a position of a file. */
export function violationAt(file: SourceFile, position: number, rule: string): Violation {
  return { file: file.path, line: lineAt(file.text, position), rule };
}

function pathsBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder))
    .sort()
    .flatMap((name) => {
      const path = `${folder}/${name}`;
      return statSync(join(root, path)).isDirectory() ? pathsBelow(root, path) : [path];
    });
}
