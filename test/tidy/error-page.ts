/** An error code as the registry or the page has it. */
export interface DocumentedError {
  readonly code: string;
  readonly exit: number;
  readonly meaning: string;
}

const ROW = /^\| `(E_[A-Z_]+)` \| (\d+) \| (.+?) \| (.+?) \|$/gm;

/** The rows of the table of codes in `docs/errors.md`, in their order. */
export function documentedErrors(page: string): DocumentedError[] {
  return [...page.matchAll(ROW)].map(([, code, exit, meaning]) => ({ code, exit: Number(exit), meaning }));
}

/** Rule (g): what one side has and the other has not, as sentences. */
export function errorPageDifferences(
  registry: readonly DocumentedError[],
  documented: readonly DocumentedError[],
): string[] {
  const print = ({ code, exit, meaning }: DocumentedError): string => `${code} ${exit} ${meaning}`;
  const inRegistry = registry.map(print);
  const onPage = documented.map(print);
  return [
    ...inRegistry.filter((line) => !onPage.includes(line)).map((line) => `docs/errors.md lacks: ${line}`),
    ...onPage.filter((line) => !inRegistry.includes(line)).map((line) => `the registry lacks: ${line}`),
    ...onPage
      .filter((line, row) => onPage.indexOf(line) !== row)
      .map((line) => `docs/errors.md repeats: ${line}`),
  ];
}
