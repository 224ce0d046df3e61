/**
 * The browser's code behind the buttons, the legend, the keyboard, the theme and printing. Plain text for the same
 * reason as `chart-script.ts`, whose names it uses.
 */
export const CONTROL_SCRIPT = String.raw`
const byId = (id) => document.getElementById(id);

function timeText(time) {
  const text = new Date(time).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

function moneyText(value) {
  const decimals = Math.abs(value) >= 10000 ? 0 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function signText(text) {
  return text.replace('-', '\u2212');
}

function regimeText(time) {
  if (data.changes.length === 0) return '';
  let since = null;
  for (const change of data.changes) {
    if (change[0] > time) break;
    since = change;
  }
  return since === null ? ', regime ' + data.regimeFirst : ', regime ' + since[1] + ' since ' + timeText(since[0]);
}

// The figures at the cursor, or at the last mark while the cursor is elsewhere.
function showReading(index) {
  const row = index === null || index === undefined ? data.time.length - 1 : index;
  const prefix = row === index ? '' : 'Last: ';
  byId('cursor-time').textContent = prefix + timeText(data.time[row]) + regimeText(data.time[row]);
  data.arms.forEach((arm, number) => {
    const equity = arm.equity[row];
    const drawdown = arm.drawdown[row];
    const value = document.querySelector('[data-equity="' + number + '"]');
    const below = document.querySelector('[data-drawdown="' + number + '"]');
    value.textContent = equity === null ? 'n/a' : signText(moneyText(equity));
    below.textContent = drawdown === null ? '' : signText((drawdown * 100).toFixed(2) + '%');
    const exposure = exposureColumn(arm)[row];
    byId('exposure-' + number).textContent = exposure === null ? 'n/a' : signText((exposure * 100).toFixed(1) + '%');
    const turnover = arm.turnover === null ? null : arm.turnover[view.monthOf[row]];
    byId('turnover-' + number).textContent = turnover === null ? 'n/a' : (turnover * 100).toFixed(1) + '%';
  });
}

function isWhole(scale) {
  return scale.min <= data.time[0] && scale.max >= data.time[data.time.length - 1];
}

function shareTimeRange(chart, key) {
  if (key !== 'x') return;
  const own = chart.scales.x;
  for (const other of view.charts) {
    const range = other.scales.x;
    if (other !== chart && (range.min !== own.min || range.max !== own.max)) other.setScale('x', { min: own.min, max: own.max });
  }
  byId('zoom-reset').disabled = isWhole(own);
}

function setTimeRange(min, max) {
  for (const chart of view.charts) chart.setScale('x', { min: min, max: max });
}

function showAll() {
  if (data.time.length > 1) setTimeRange(data.time[0], data.time[data.time.length - 1]);
}

// Zooms around the cursor, or around the middle where there is none.
function zoomBy(factor) {
  const count = data.time.length;
  if (count < 2) return;
  const chart = view.charts[0];
  const { min, max } = chart.scales.x;
  const index = chart.cursor.idx;
  const centre = index === null || index === undefined ? (min + max) / 2 : data.time[index];
  const first = data.time[0];
  const last = data.time[count - 1];
  const from = Math.max(first, centre - (centre - min) * factor);
  const to = Math.min(last, centre + (max - centre) * factor);
  if (to - from >= (2 * (last - first)) / count) setTimeRange(from, to);
}

function moveCursor(step) {
  const chart = view.charts[0];
  const [first, last] = chart.series[0].idxs;
  const index = chart.cursor.idx;
  const start = index === null || index === undefined ? Math.round((first + last) / 2) : index + step;
  const next = Math.min(last, Math.max(first, start));
  for (const each of view.charts) each.setCursor({ left: each.valToPos(data.time[next], 'x'), top: 10 });
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = event.shiftKey ? 20 : 1;
  const actions = {
    ArrowLeft: () => moveCursor(-step),
    ArrowRight: () => moveCursor(step),
    '+': () => zoomBy(0.5),
    '=': () => zoomBy(0.5),
    '-': () => zoomBy(2),
    '0': showAll,
  };
  const action = actions[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
}

function buildCharts() {
  const before = view.charts[0];
  const range = before === undefined || isWhole(before.scales.x) ? null : { min: before.scales.x.min, max: before.scales.x.max };
  for (const chart of view.charts) chart.destroy();
  view.charts = [equityChart(), drawdownChart(), exposureChart()];
  if (hasTurnover()) view.charts.push(turnoverChart());
  if (range !== null) setTimeRange(range.min, range.max);
  showReading(null);
}

function redrawCharts() {
  readColours();
  for (const chart of view.charts) chart.redraw(false);
  if (trade.chart !== null) trade.chart.redraw(false);
}

function fitCharts() {
  const width = byId('charts').clientWidth;
  for (const chart of view.charts) if (width > 0 && chart.width !== width) chart.setSize({ width: width, height: chart.height });
}

function toggle(button) {
  const pressed = button.getAttribute('aria-pressed') !== 'true';
  button.setAttribute('aria-pressed', String(pressed));
  return pressed;
}

function setArm(button) {
  const number = Number(button.dataset.arm);
  view.shown[number] = toggle(button);
  for (const chart of view.charts) chart.setSeries(view.order.indexOf(number) + 1, { show: view.shown[number] });
}

// A logarithmic axis from the start where an arm has multiplied or divided its equity by three, if none fell to zero.
function startsLogarithmic() {
  let low = Infinity;
  let high = 0;
  for (const arm of data.arms) {
    for (const value of arm.equity) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low > 0 && high / low > 3;
}

function startCharts() {
  view.shown = data.arms.map(() => true);
  view.order = drawOrder();
  view.monthOf = monthNumbers();
  for (const arm of data.arms) if (arm.drawdown === null) arm.drawdown = drawdownColumn(arm.equity);
  view.log = startsLogarithmic();
  byId('log-scale').setAttribute('aria-pressed', String(view.log));
  document.querySelector('.chart-tools').hidden = false;
  buildCharts();
  startNetButton();
  byId('log-scale').addEventListener('click', (event) => {
    view.log = toggle(event.currentTarget);
    buildCharts();
  });
  byId('regime-bands').addEventListener('click', (event) => {
    view.bands = toggle(event.currentTarget);
    redrawCharts();
  });
  byId('zoom-in').addEventListener('click', () => zoomBy(0.5));
  byId('zoom-out').addEventListener('click', () => zoomBy(2));
  byId('zoom-reset').addEventListener('click', showAll);
  byId('charts').addEventListener('keydown', onKey);
  for (const button of document.querySelectorAll('[data-arm]')) button.addEventListener('click', () => setArm(button));
  new ResizeObserver(fitCharts).observe(byId('charts'));
}

function startTheme() {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const button = byId('theme');
  const isDark = () => (root.dataset.theme === undefined ? system.matches : root.dataset.theme === 'dark');
  const refresh = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Use the light theme' : 'Use the dark theme');
    redrawCharts();
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    refresh();
  });
  system.addEventListener('change', refresh);
  refresh();
}

// Paper is light and folds nothing.
function startPrint() {
  const root = document.documentElement;
  let theme;
  addEventListener('beforeprint', () => {
    theme = root.dataset.theme;
    root.dataset.theme = 'light';
    for (const fold of document.querySelectorAll('details')) fold.open = true;
    redrawCharts();
  });
  addEventListener('afterprint', () => {
    if (theme === undefined) delete root.dataset.theme;
    else root.dataset.theme = theme;
    redrawCharts();
  });
}

readColours();
if (data !== null && data.time.length > 0) startCharts();
if (tradeHolder !== null) startTrades();
startTheme();
startPrint();
`;
