/**
 * The browser's code of the pages of `regimeta serve` that follow running runs: it asks the server every second, fills the
 * bars, and loads the page anew when a run has ended. Plain text, since the policy of the page allows exactly these characters.
 */
export const PROGRESS_SCRIPT = `(() => {
'use strict';
const rows = Array.from(document.querySelectorAll('[data-run][data-status="running"]'));
const PAUSE_MS = 1000;

function show(row, run) {
  const done = run.arms.filter((arm) => arm.isFinished).length;
  const bar = row.querySelector('progress');
  if (bar !== null) bar.value = run.share;
  if (bar !== null) bar.title = done + ' arms finished';
  const body = document.getElementById('progress-rows');
  const step = document.getElementById('progress-step');
  if (step !== null && run.step !== null) step.textContent = run.step.phase + ', ' + Math.floor(100 * run.step.share) + ' % of it; ' + done + ' of ' + run.arms.length + ' arms finished';
  if (body !== null) body.replaceChildren(...run.arms.map(armRow));
}

function armRow(arm) {
  const row = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = arm.name;
  const bar = document.createElement('progress');
  bar.max = 1;
  bar.value = arm.share;
  const texts = [arm.time === null ? 'not begun' : arm.isFinished ? 'finished' : new Date(arm.time).toISOString().slice(0, 10), arm.equity === null ? '' : Math.round(arm.equity).toLocaleString('en-US')];
  const cells = [bar].concat(texts).map((content) => {
    const cell = document.createElement('td');
    cell.append(content);
    return cell;
  });
  cells[2].className = 'number';
  row.append(head, ...cells);
  return row;
}

async function ask() {
  for (const row of rows) {
    const answer = await fetch('/runs/' + row.dataset.run + '/progress');
    if (!answer.ok) continue;
    const run = await answer.json();
    if (run.status !== 'running') {
      location.reload();
      return;
    }
    show(row, run);
  }
  setTimeout(follow, PAUSE_MS);
}

// A server that was ended is asked no more.
function follow() {
  ask().catch(() => undefined);
}

if (rows.length > 0) follow();
})();
`;
