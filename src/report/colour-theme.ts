/**
 * The colours of the page by name. Only `arm-s`, the subject, has the accent. The others keep apart for red-green blind
 * and blue-yellow blind readers by hue and by lightness (after Okabe & Ito 2008), and by the dashes of their lines.
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
  'arm-1': '#e56a00',
  'arm-2': '#15a263',
  'arm-3': '#91307e',
  'arm-4': '#8b9096',
  'arm-5': '#123236',
  'arm-6': '#ea3a3a',
  'arm-7': '#526600',
  'arm-8': '#0e9fc0',
  'arm-9': '#7a4a24',
  'arm-10': '#e36bb0',
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
  'arm-1': '#ec8e13',
  'arm-2': '#4beba0',
  'arm-3': '#b25ab2',
  'arm-4': '#898e94',
  'arm-5': '#d3e9f0',
  'arm-6': '#e0405a',
  'arm-7': '#ffdb4d',
  'arm-8': '#2fc4dd',
  'arm-9': '#c39468',
  'arm-10': '#ff9bd6',
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
