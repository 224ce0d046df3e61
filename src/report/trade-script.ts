/**
 * The browser's code of the chart and the table of trades. Plain text for the same reason as `chart-script.ts`, whose names
 * it uses; all that a user wrote goes into the page as text.
 */
export const TRADE_SCRIPT = `
const tradeHolder = document.getElementById('trade-data');
const trade = { data: null, arm: 0, symbol: 0, shown: [], chosen: -1, chart: null, time: [] };
const TRADE_ROWS_MAX = 400;
const [SYMBOL, SIDE, ENTRY, EXIT, QUANTITY, ENTRY_PRICE, EXIT_PRICE, COMMISSION, PROFIT, MODEL] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

function decodedTimes(coded) {
  let time = 0;
  return coded.map((value, i) => (time = i === 0 ? value : time + value * 1000));
}

function symbolTimes(symbol) {
  let place = symbol.from;
  return symbol.close.map((close, i) => {
    if (i > 0) place += symbol.steps === null ? 1 : symbol.steps[i - 1];
    return trade.time[place];
  });
}

function priceText(value) {
  return signText(Math.abs(value) >= 1000 ? moneyText(value) : String(Number(value.toPrecision(6))));
}

function percentText(value) {
  return (value > 0 ? '+' : '') + signText((value * 100).toFixed(1) + '%');
}

function moveOf(each) {
  return each[ENTRY_PRICE] > 0 ? each[SIDE] * (each[EXIT_PRICE] / each[ENTRY_PRICE] - 1) : null;
}

function modelText(arm, each) {
  const row = arm.adaptations[each[MODEL]];
  if (row === undefined) return arm.adaptations.length > 0 ? 'not adapted yet' : 'none';
  const loss = row[1] === null || row[2] === null ? '' : ', loss ' + row[1] + ' → ' + row[2];
  return 'adapted ' + timeText(row[0]) + loss;
}

// The price at every bar, and at entries and exits that lie between, so that the marks stand on the time axis.
function tradeColumns() {
  const symbol = trade.data.symbols[trade.symbol];
  const times = symbolTimes(symbol);
  const prices = new Map(times.map((time, i) => [time, symbol.close[i]]));
  for (const each of trade.shown) {
    for (const time of [each[ENTRY], each[EXIT]]) if (!prices.has(time)) prices.set(time, undefined);
  }
  const all = Array.from(prices.keys()).sort((a, b) => a - b);
  return [all, all.map((time) => prices.get(time))];
}

function drawTrades(chart) {
  const context = chart.ctx;
  const ratio = devicePixelRatio;
  context.save();
  context.beginPath();
  context.rect(chart.bbox.left, chart.bbox.top, chart.bbox.width, chart.bbox.height);
  context.clip();
  trade.shown.forEach((each, number) => {
    if (each[EXIT] < chart.scales.x.min || each[ENTRY] > chart.scales.x.max) return;
    const from = [chart.valToPos(each[ENTRY], 'x', true), chart.valToPos(each[ENTRY_PRICE], 'y', true)];
    const to = [chart.valToPos(each[EXIT], 'x', true), chart.valToPos(each[EXIT_PRICE], 'y', true)];
    const colour = colours.get(each[PROFIT] >= 0 ? 'arm-s' : 'negative');
    context.strokeStyle = context.fillStyle = colour;
    context.globalAlpha = trade.chosen < 0 || trade.chosen === number ? 0.9 : 0.25;
    context.lineWidth = (number === trade.chosen ? 2.5 : 1.25) * ratio;
    context.beginPath();
    context.moveTo(from[0], from[1]);
    context.lineTo(to[0], to[1]);
    context.stroke();
    const size = (number === trade.chosen ? 5 : 3.4) * ratio;
    drawArrow(context, from, size, each[SIDE], true);
    drawArrow(context, to, size, -each[SIDE], false);
  });
  context.restore();
}

// A filled triangle that points up for a purchase and down for a sale; hollow for an exit.
function drawArrow(context, at, size, direction, filled) {
  context.beginPath();
  context.moveTo(at[0], at[1] - direction * size);
  context.lineTo(at[0] + size, at[1] + direction * size);
  context.lineTo(at[0] - size, at[1] + direction * size);
  context.closePath();
  if (filled) {
    context.fill();
    return;
  }
  context.save();
  context.fillStyle = colours.get('page');
  context.fill();
  context.restore();
  context.stroke();
}

// The scale holds the prices of all trades in sight as well as the closes.
function tradePriceRange(chart, min, max) {
  let low = min === null ? Infinity : min;
  let high = max === null ? -Infinity : max;
  for (const each of trade.shown) {
    if (each[EXIT] < chart.scales.x.min || each[ENTRY] > chart.scales.x.max) continue;
    low = Math.min(low, each[ENTRY_PRICE], each[EXIT_PRICE]);
    high = Math.max(high, each[ENTRY_PRICE], each[EXIT_PRICE]);
  }
  if (!(high >= low)) return [0, 1];
  const margin = (high - low) * 0.06 || Math.abs(high) * 0.05 || 1;
  return [low - margin, high + margin];
}

function tradeOptions(times) {
  return {
    width: byId('trade-charts').clientWidth,
    height: isNarrow() ? 260 : 330,
    ms: 1,
    tzDate: (time) => uPlot.tzDate(new Date(time), 'Etc/UTC'),
    padding: [8, 14, 0, 0],
    legend: { show: false },
    series: [{}, { stroke: () => colours.get('muted'), width: 1, spanGaps: true, pxAlign: 0, points: { show: false } }],
    scales: { x: { time: true, range: (chart, min, max) => (times.length > 1 ? [min, max] : [min - DAY, min + DAY]) }, y: { range: tradePriceRange } },
    axes: [axisStyle({ size: 30, space: 80, values: timeTicks }), axisStyle({ size: 58, values: (chart, splits) => splits.map((value) => signText(shortMoney(value))) })],
    cursor: { y: false, drag: { x: true, y: false, setScale: true, dist: 4 } },
    hooks: { draw: [drawTrades], setCursor: [readTrade], setScale: [(chart, key) => { if (key === 'x') byId('trade-reset').disabled = isWholeTrade(chart); }] },
  };
}

function isWholeTrade(chart) {
  const times = chart.data[0];
  return chart.scales.x.min <= times[0] && chart.scales.x.max >= times[times.length - 1];
}

function readTrade(chart) {
  const index = chart.cursor.idx;
  if (index === null || index === undefined) return;
  const price = chart.data[1][index];
  byId('trade-reading').textContent = timeText(chart.data[0][index]) + (price === undefined ? '' : ', close ' + priceText(price));
}

function tradeText(each) {
  const move = moveOf(each);
  const side = each[SIDE] > 0 ? 'long' : 'short';
  return side + ' ' + priceText(each[QUANTITY]) + ', ' + timeText(each[ENTRY]) + ' at ' + priceText(each[ENTRY_PRICE]) + ' to ' + timeText(each[EXIT]) +
    ' at ' + priceText(each[EXIT_PRICE]) + (move === null ? '' : ', ' + percentText(move)) + ', model ' + modelText(trade.data.arms[trade.arm], each);
}

function textElement(name, text, className) {
  const element = document.createElement(name);
  element.textContent = text;
  if (className !== undefined) element.className = className;
  return element;
}

function tradeRow(each, number) {
  const arm = trade.data.arms[trade.arm];
  const row = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  const button = textElement('button', timeText(each[ENTRY]), 'plain');
  button.type = 'button';
  button.setAttribute('aria-label', 'Show the trade entered ' + timeText(each[ENTRY]));
  button.addEventListener('click', () => chooseTrade(number));
  head.append(button);
  const move = moveOf(each);
  row.append(head, textElement('td', timeText(each[EXIT])), textElement('td', each[SIDE] > 0 ? 'long' : 'short'));
  const figures = [priceText(each[QUANTITY]), priceText(each[ENTRY_PRICE]), priceText(each[EXIT_PRICE])];
  for (const text of figures) row.append(textElement('td', text, 'number'));
  row.append(textElement('td', move === null ? 'n/a' : percentText(move), 'number' + (move < 0 ? ' negative' : '')));
  row.append(textElement('td', signText(moneyText(each[PROFIT])), 'number' + (each[PROFIT] < 0 ? ' negative' : '')));
  row.append(textElement('td', moneyText(each[COMMISSION]), 'number'), textElement('td', modelText(arm, each)));
  return row;
}

function fillTradeTable() {
  const arm = trade.data.arms[trade.arm];
  const rows = trade.shown.slice(0, TRADE_ROWS_MAX).map(tradeRow);
  byId('trade-rows').replaceChildren(...rows);
  const left = arm.trades.length < arm.count ? ' The page holds ' + arm.trades.length + ' of the ' + arm.count + ' round trips of the arm; the store has all.' : '';
  const cut = trade.shown.length > TRADE_ROWS_MAX ? ' The first ' + TRADE_ROWS_MAX + ' are listed.' : '';
  byId('trade-caption').textContent = trade.shown.length + ' round trips of ' + arm.name + ' in ' + trade.data.symbols[trade.symbol].name + '.' + cut + left;
}

function showTrades() {
  const arm = trade.data.arms[trade.arm];
  trade.shown = arm.trades.filter((each) => each[SYMBOL] === trade.symbol).sort((a, b) => a[ENTRY] - b[ENTRY]);
  trade.chosen = -1;
  if (trade.chart !== null) trade.chart.destroy();
  const columns = tradeColumns();
  trade.chart = new uPlot(tradeOptions(columns[0]), columns, byId('trade-chart'));
  byId('trade-reading').textContent = 'Filled marks are entries, hollow ones exits; up is bought, down is sold.';
  fillTradeTable();
}

// Zooms to a trade with as much time around it as it took itself.
function chooseTrade(number) {
  if (trade.shown.length === 0) return;
  trade.chosen = Math.max(0, Math.min(trade.shown.length - 1, number));
  const each = trade.shown[trade.chosen];
  const times = trade.chart.data[0];
  const margin = Math.max(each[EXIT] - each[ENTRY], (times[times.length - 1] - times[0]) / 60);
  trade.chart.setScale('x', { min: Math.max(times[0], each[ENTRY] - margin), max: Math.min(times[times.length - 1], each[EXIT] + margin) });
  byId('trade-reading').textContent = tradeText(each);
  Array.from(byId('trade-rows').children).forEach((row, k) => row.classList.toggle('subject', k === trade.chosen));
}

function showAllTrades() {
  const times = trade.chart.data[0];
  trade.chosen = -1;
  trade.chart.setScale('x', { min: times[0], max: times[times.length - 1] });
}

// Symbols in the order of how often the arm traded them.
function fillSymbols() {
  const counts = new Map();
  for (const each of trade.data.arms[trade.arm].trades) counts.set(each[SYMBOL], (counts.get(each[SYMBOL]) || 0) + 1);
  const symbols = Array.from(counts.keys()).sort((a, b) => counts.get(b) - counts.get(a) || a - b);
  const options = symbols.map((symbol) => {
    const option = textElement('option', trade.data.symbols[symbol].name + ' (' + counts.get(symbol) + ')');
    option.value = String(symbol);
    return option;
  });
  byId('trade-symbol').replaceChildren(...options);
  if (!counts.has(trade.symbol)) trade.symbol = symbols[0];
  byId('trade-symbol').value = String(trade.symbol);
}

function onTradeKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const actions = {
    ArrowLeft: () => chooseTrade(trade.chosen < 0 ? trade.shown.length - 1 : trade.chosen - 1),
    ArrowRight: () => chooseTrade(trade.chosen + 1),
    '0': showAllTrades,
  };
  const action = actions[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
}

function startTrades() {
  trade.data = JSON.parse(tradeHolder.textContent, unpacked);
  for (const arm of trade.data.arms) {
    arm.trades = (arm.columns[0] || []).map((_, i) => arm.columns.map((column) => column[i]));
  }
  trade.time = decodedTimes(trade.data.time);
  trade.symbol = -1;
  byId('trades-explorer').hidden = false;
  fillSymbols();
  showTrades();
  byId('trade-arm').addEventListener('change', (event) => {
    trade.arm = Number(event.currentTarget.value);
    fillSymbols();
    showTrades();
  });
  byId('trade-symbol').addEventListener('change', (event) => {
    trade.symbol = Number(event.currentTarget.value);
    showTrades();
  });
  byId('trade-previous').addEventListener('click', () => chooseTrade(trade.chosen < 0 ? trade.shown.length - 1 : trade.chosen - 1));
  byId('trade-next').addEventListener('click', () => chooseTrade(trade.chosen + 1));
  byId('trade-reset').addEventListener('click', showAllTrades);
  byId('trade-charts').addEventListener('keydown', onTradeKey);
  new ResizeObserver(() => {
    const width = byId('trade-charts').clientWidth;
    if (width > 0 && trade.chart.width !== width) trade.chart.setSize({ width: width, height: trade.chart.height });
  }).observe(byId('trade-charts'));
}
`;
