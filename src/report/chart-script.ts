/**
 * The browser's code that draws equity and drawdown with uPlot. It is plain text because nothing may transform it: the
 * policy of the page allows exactly these characters. It runs inside the function that `page-script.ts` wraps around
 * it, and holds no backtick, no backslash and no placeholder.
 */
export const CHART_SCRIPT = `
const holder = document.getElementById('chart-data');
const data = holder === null ? null : JSON.parse(holder.textContent, unpacked);
const view = { log: false, bands: true, net: false, shown: [], charts: [], order: [], monthOf: [] };
const colours = new Map();
const LANE_HEIGHT = 11;
const DAY = 86400000;

// The fraction below the highest equity so far.
function drawdownColumn(equity) {
  let peak = -Infinity;
  return equity.map((value) => {
    if (value === null) return null;
    peak = Math.max(peak, value);
    return peak > 0 ? Math.round((value / peak - 1) * 1e6) / 1e6 : null;
  });
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ['ink', 'muted', 'rule', 'rule-strong', 'band', 'band-edge', 'page', 'negative', 'arm-s'];
  for (let slot = 1; slot <= 10; slot++) names.push('arm-' + slot);
  for (const name of names) colours.set(name, style.getPropertyValue('--' + name).trim());
}

function isNarrow() {
  return window.innerWidth <= 760;
}

function chartFont(size) {
  return size + 'px ' + getComputedStyle(document.body).fontFamily;
}

// The subject is drawn last, above all others.
function drawOrder() {
  const numbers = data.arms.map((arm, number) => number);
  return numbers.filter((n) => data.arms[n].slot !== 's').concat(numbers.filter((n) => data.arms[n].slot === 's'));
}

function alignedData(key) {
  const positive = key === 'equity' && view.log;
  const columns = view.order.map((number) => {
    const values = data.arms[number][key];
    return positive ? values.map((value) => (value > 0 ? value : null)) : values;
  });
  return [data.time].concat(columns);
}

function seriesList(widthMax) {
  const list = view.order.map((number) => {
    const arm = data.arms[number];
    return {
      show: view.shown[number],
      stroke: () => colours.get('arm-' + arm.slot),
      width: Math.min(arm.width, widthMax),
      pxAlign: 0,
      alpha: arm.slot === 's' ? 1 : 0.85,
      dash: arm.dash.length > 0 ? arm.dash : undefined,
      points: { show: data.time.length < 40, size: 6 },
    };
  });
  return [{}].concat(list);
}

function timeRange(chart, min, max) {
  return data.time.length > 1 ? [min, max] : [data.time[0] - DAY, data.time[0] + DAY];
}

function timeTicks(chart, splits, axis, space, step) {
  return splits.map((time) => {
    const text = new Date(time).toISOString();
    if (step >= 365 * DAY) return text.slice(0, 4);
    if (step >= 28 * DAY) return text.slice(0, 7);
    return step >= DAY ? text.slice(0, 10) : text.slice(5, 16).replace('T', ' ');
  });
}

function logRange(chart, min, max) {
  if (min === null || !(min > 0)) return [1, 10];
  const margin = max > min ? Math.exp(Math.log(max / min) * 0.05) : 1.05;
  return [min / margin, max * margin];
}

function drawdownRange(chart, min) {
  return [min === null || min > -0.001 ? -0.001 : min * 1.06, 0];
}

// Round values for a logarithmic axis: the sparsest set of leading digits that gives at least four of them.
function logSplits(chart, axis, min, max) {
  for (const digits of [[1], [1, 2, 5], [1, 1.5, 2, 3, 5, 7], [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9]]) {
    const splits = [];
    for (let power = Math.floor(Math.log10(min)); power <= Math.log10(max); power++) {
      for (const digit of digits) {
        const value = Number((digit * Math.pow(10, power)).toPrecision(3));
        if (value >= min && value <= max) splits.push(value);
      }
    }
    if (splits.length >= 4) return splits;
  }
  return linearSplits(min, max);
}

function linearSplits(min, max) {
  const rough = (max - min) / 5;
  const unit = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].find((digit) => digit * unit >= rough) * unit;
  const splits = [];
  for (let k = Math.ceil(min / step); k * step <= max; k++) splits.push(k * step);
  return splits;
}

function shortMoney(value) {
  const size = Math.abs(value);
  if (size >= 1e9) return Number((value / 1e9).toPrecision(4)) + 'bn';
  if (size >= 1e6) return Number((value / 1e6).toPrecision(4)) + 'm';
  if (size >= 1e3) return Number((value / 1e3).toPrecision(4)) + 'k';
  return String(Number(value.toPrecision(4)));
}

function percentTick(value) {
  return signText(Number((value * 100).toPrecision(3)) + '%');
}

function axisStyle(extra) {
  return Object.assign({
    stroke: () => colours.get('muted'),
    font: chartFont(11.5),
    grid: { stroke: () => colours.get('rule'), width: 1 },
    ticks: { show: false },
  }, extra);
}

function adaptingArms() {
  return data.arms.filter((arm) => arm.adapted.length + arm.skipped.length > 0);
}

function drawBands(chart, labelled) {
  if (!view.bands) return;
  const context = chart.ctx;
  const box = chart.bbox;
  const min = chart.scales.x.min;
  const max = chart.scales.x.max;
  const ratio = devicePixelRatio;
  const starts = [-Infinity].concat(data.changes.map((change) => change[0]));
  let edgeLast = -Infinity;
  context.save();
  context.font = chartFont(Math.round(10 * ratio));
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  for (let i = 0; i < starts.length; i++) {
    const from = Math.max(starts[i], min);
    const to = Math.min(i + 1 < starts.length ? starts[i + 1] : Infinity, max);
    if (!(to > from)) continue;
    const left = chart.valToPos(from, 'x', true);
    const width = chart.valToPos(to, 'x', true) - left;
    if (i % 2 === 1) {
      context.fillStyle = colours.get('band');
      context.fillRect(left, box.top, width, box.height);
    }
    // Where changes stand closer than this, single lines would only be a grey area.
    if (starts[i] >= min && left - edgeLast >= 3 * ratio) {
      context.fillStyle = colours.get('band-edge');
      context.fillRect(Math.round(left), box.top, Math.max(1, Math.floor(ratio)), box.height);
      edgeLast = left;
    }
    if (labelled && width > 22 * ratio) {
      context.fillStyle = colours.get('muted');
      context.fillText(String(i === 0 ? data.regimeFirst : data.changes[i - 1][1]), left + 4 * ratio, box.top + 12 * ratio);
    }
  }
  context.restore();
}

function drawTriangle(context, x, y, size, filled) {
  context.beginPath();
  context.moveTo(x, y - size);
  context.lineTo(x + size, y + size);
  context.lineTo(x - size, y + size);
  context.closePath();
  if (filled) context.fill();
  else context.stroke();
}

// One lane of marks under the equity for each arm that adapts.
function drawAdaptations(chart) {
  const context = chart.ctx;
  const box = chart.bbox;
  const ratio = devicePixelRatio;
  context.save();
  context.lineWidth = ratio;
  adaptingArms().forEach((arm, lane) => {
    if (!view.shown[data.arms.indexOf(arm)]) return;
    const y = box.top + box.height + (9 + lane * LANE_HEIGHT) * ratio;
    context.fillStyle = context.strokeStyle = colours.get('arm-' + arm.slot);
    for (const kind of ['adapted', 'skipped']) {
      let last = -Infinity;
      for (const time of arm[kind]) {
        if (time < chart.scales.x.min || time > chart.scales.x.max) continue;
        const x = chart.valToPos(time, 'x', true);
        if (x - last < ratio) continue;
        drawTriangle(context, x, y, 3.2 * ratio, kind === 'adapted');
        last = x;
      }
    }
  });
  context.restore();
}

function chartOptions(height, labelled, scale, axes) {
  return {
    width: document.getElementById('charts').clientWidth,
    height: height,
    ms: 1,
    tzDate: (time) => uPlot.tzDate(new Date(time), 'Etc/UTC'),
    padding: [8, 14, 0, 0],
    legend: { show: false },
    series: seriesList(labelled && !isNarrow() ? 3 : 1.5),
    scales: { x: { time: true, range: timeRange }, y: scale },
    axes: axes,
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: true, dist: 4 },
      points: { size: 7 },
      sync: { key: 'arms', filters: { pub: isCursorMove, sub: isCursorMove } },
    },
    hooks: {
      drawClear: [(chart) => drawBands(chart, labelled)],
      draw: labelled ? [drawAdaptations] : [],
      setScale: [shareTimeRange],
      setCursor: [(chart) => showReading(chart.cursor.idx)],
    },
  };
}

// Zooming is shared by its result, so only the movement of the cursor is passed on.
function isCursorMove(kind) {
  return kind === 'mousemove' || kind === 'mouseleave' || kind === 'mouseenter';
}

function equityChart() {
  const lanes = adaptingArms().length;
  const scale = view.log ? { distr: 100, fwd: Math.log, bwd: Math.exp, range: logRange } : {};
  const money = axisStyle({ size: 58, values: (chart, splits) => splits.map((value) => signText(shortMoney(value))) });
  if (view.log) Object.assign(money, { splits: logSplits, filter: (chart, splits) => splits });
  const axes = [axisStyle({ size: lanes * LANE_HEIGHT + 10, space: 80, values: (chart, splits) => splits.map(() => null) }), money];
  const options = chartOptions((isNarrow() ? 270 : 370) + lanes * LANE_HEIGHT, true, scale, axes);
  return new uPlot(options, alignedData('equity'), document.getElementById('equity-chart'));
}

function drawdownChart() {
  const percent = axisStyle({ size: 58, values: (chart, splits) => splits.map(percentTick) });
  const options = chartOptions(isNarrow() ? 160 : 190, false, { range: drawdownRange }, [axisStyle({ size: 30, space: 80, values: timeTicks }), percent]);
  return new uPlot(options, alignedData('drawdown'), document.getElementById('drawdown-chart'));
}
`;
