/**
 * The browser's code that draws exposure and turnover below equity and drawdown. Plain text for the same reason as
 * `chart-script.ts`, whose names it uses.
 */
export const EXPOSURE_SCRIPT = `
// Where an arm was never short, net and gross are the same.
function exposureColumn(arm) {
  return view.net && arm.net !== null ? arm.net : arm.gross;
}

// The number of the month that each mark lies in.
function monthNumbers() {
  let month = 0;
  return data.time.map((time) => {
    while (month + 1 < data.months.length && data.months[month + 1] <= time) month++;
    return month;
  });
}

// One value a month, at each of its marks.
function turnoverColumn(arm) {
  if (arm.turnover === null) return data.time.map(() => null);
  return view.monthOf.map((month) => arm.turnover[month]);
}

function panelChart(id, column, options) {
  const percent = axisStyle({ size: 58, values: (chart, splits) => splits.map(percentTick) });
  const axes = [axisStyle({ size: 30, space: 80, values: timeTicks }), percent];
  const all = chartOptions(isNarrow() ? 150 : 160, false, { range: options.range }, axes);
  if (options.paths !== undefined) for (const series of all.series.slice(1)) series.paths = options.paths;
  const columns = view.order.map((number) => column(data.arms[number]));
  return new uPlot(all, [data.time].concat(columns), document.getElementById(id));
}

function exposureRange(chart, min, max) {
  const low = Math.min(0, min === null ? 0 : min);
  const high = Math.max(0.01, max === null ? 0 : max);
  return [low === 0 ? 0 : low * 1.06, high * 1.06];
}

function exposureChart() {
  return panelChart('exposure-chart', exposureColumn, { range: exposureRange });
}

function turnoverChart() {
  return panelChart('turnover-chart', turnoverColumn, { range: exposureRange, paths: uPlot.paths.stepped({ align: 1 }) });
}

function hasTurnover() {
  return data.arms.some((arm) => arm.turnover !== null);
}

function startNetButton() {
  const button = byId('net-exposure');
  if (!data.arms.some((arm) => arm.net !== null)) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    view.net = toggle(button);
    buildCharts();
  });
}
`;
