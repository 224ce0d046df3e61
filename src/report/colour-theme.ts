/**
 * The colours of the page by name. Only `arm-s`, the subject, has the accent. Those of arms were searched for so that any two
 * are far apart for readers of any sight, by hue and by lightness, and each stands out from every background; a test computes both. Beyond eleven arms dashes differ.
 */
type ColourTheme = Readonly<Record<string, string>>;

const LIGHT: ColourTheme = {
  page: '#fcfcfa',
  panel: '#f4f4f0',
  raised: '#ffffff',
  ink: '#15181c',
  muted: '#5a626b',
  rule: '#dcdcd6',
  'rule-strong': '#a3a59f',
  highlight: '#e9f0fa',
  band: '#ecece4',
  'band-edge': '#c9c9be',
  detectable: '#e6e6df',
  focus: '#15181c',
  selection: '#15181c1f',
  shade: '#15181c1c',
  'arm-s': '#0a58b8',
  'arm-1': '#d76200',
  'arm-2': '#003008',
  'arm-3': '#af2786',
  'arm-4': '#858780',
  'arm-5': '#2f2240',
  'arm-6': '#960c37',
  'arm-7': '#644e00',
  'arm-8': '#0490c4',
  'arm-9': '#bf7353',
  'arm-10': '#530072',
  better: '#00694f',
  'better-soft': '#e0f2ec',
  worse: '#a02c12',
  'worse-soft': '#fbe8e2',
  inconclusive: '#6b5300',
  'inconclusive-soft': '#f7f0d8',
  negative: '#9c3a1c',
};

const DARK: ColourTheme = {
  page: '#121417',
  panel: '#1a1d21',
  raised: '#1f2328',
  ink: '#e8e9ea',
  muted: '#a1a8b0',
  rule: '#30353b',
  'rule-strong': '#5d646c',
  highlight: '#17263b',
  band: '#1b1f24',
  'band-edge': '#3a4149',
  detectable: '#2a2f35',
  focus: '#e8e9ea',
  selection: '#ffffff26',
  shade: '#00000080',
  'arm-s': '#62a8ff',
  'arm-1': '#efd04e',
  'arm-2': '#b4ff9d',
  'arm-3': '#a247b0',
  'arm-4': '#337779',
  'arm-5': '#a89978',
  'arm-6': '#c9363b',
  'arm-7': '#ffffe8',
  'arm-8': '#1df1ff',
  'arm-9': '#bb6901',
  'arm-10': '#ff8fc1',
  better: '#5fd6b0',
  'better-soft': '#12312a',
  worse: '#ff9a82',
  'worse-soft': '#3a1d16',
  inconclusive: '#e6cd74',
  'inconclusive-soft': '#332c14',
  negative: '#ff9f86',
};

function declarations(theme: ColourTheme): string {
  return Object.entries(theme)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');
}

/** The custom properties of both themes: light in print and by default, dark as the system asks or the reader says. */
export const COLOUR_STYLE = `
:root { color-scheme: light; ${declarations(LIGHT)} }
@media screen and (prefers-color-scheme: dark) {
:root:not([data-theme="light"]) { color-scheme: dark; ${declarations(DARK)} }
}
@media screen {
:root[data-theme="dark"] { color-scheme: dark; ${declarations(DARK)} }
}
${Object.keys(LIGHT)
  .filter((name) => name.startsWith('arm-'))
  .map((name) => `.${name} { --arm: var(--${name}); }`)
  .join('\n')}
`;
