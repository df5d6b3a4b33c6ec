import {choiceScript} from './choice-script.js'

/**
 * What the page does beyond being read, as plain JavaScript for every current browser: tooltips, switches of the legend,
 * sorting, searching, copying, dark and light. Names reach the page as text only, never as markup. Without script all of the content
 * is there.
 * `dataId` is the element that holds the page's JSON; `csvRows` an expression over `data` and `button` that gives the rows to copy.
 */
export const scriptOver = (dataId: string, csvRows: string): string => String.raw`'use strict';
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const data = JSON.parse(document.getElementById('${dataId}').textContent);

  // Dark and light: the reader's system decides until the button (or #dark, #light in the address) does.
  const root = document.documentElement;
  const themeButton = document.getElementById('theme');
  if (location.hash === '#dark' || location.hash === '#light') root.dataset.theme = location.hash.slice(1);
  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const nameTheme = () => { themeButton.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
  themeButton.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; nameTheme(); });
  themeButton.hidden = false;
  nameTheme();

  // Tooltips: the title of a mark moves into its data, so that the browser does not show it a second time.
  const tip = document.getElementById('tip');
  let lit = null;
  for (const title of all('[data-mark] > title')) {
    title.parentElement.dataset.mark = title.textContent;
    title.remove();
  }
  for (const title of all('.chart-room svg > title')) title.remove();
  const hide = () => {
    if (lit) lit.classList.remove('lit');
    lit = null;
    tip.hidden = true;
  };
  const show = (mark, x, y) => {
    if (lit !== mark) {
      hide();
      lit = mark;
      mark.classList.add('lit');
      tip.textContent = mark.dataset.mark;
    }
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(x + 14, innerWidth - box.width - 8));
    const above = y - box.height - 12;
    tip.style.left = left + 'px';
    tip.style.top = (above > 4 ? above : y + 18) + 'px';
  };
  document.addEventListener('pointerover', event => {
    const mark = event.target.closest('[data-mark]');
    if (mark) show(mark, event.clientX, event.clientY);
    else hide();
  });
  document.addEventListener('pointermove', event => { if (lit && lit.contains(event.target)) show(lit, event.clientX, event.clientY); });
  document.addEventListener('scroll', hide, {passive: true, capture: true});

  // By keyboard: a chart takes the focus, the arrow keys walk from value to value, Escape closes.
  for (const svg of all('.chart-room svg')) {
    svg.setAttribute('tabindex', '0');
    svg.addEventListener('blur', hide);
    svg.addEventListener('keydown', event => {
      if (event.key === 'Escape') return hide();
      const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
      if (!step) return;
      const marks = all('[data-mark]', svg).filter(mark => !mark.closest('.off'));
      if (marks.length === 0) return;
      event.preventDefault();
      const at = marks.indexOf(lit);
      const next = marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length];
      const box = next.getBoundingClientRect();
      show(next, box.left + box.width / 2, box.top);
    });
  }

  // Legend: a policy is shown or not.
  for (const button of all('[data-toggle]')) {
    button.addEventListener('click', () => {
      const on = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(on));
      for (const series of all('[data-series="' + button.dataset.toggle + '"]', button.closest('.figure'))) series.classList.toggle('off', !on);
    });
  }

  // Sorting: numbers by value, names by code unit; a second click turns the order round; equal rows keep their order.
  for (const heading of all('thead th')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener('click', () => {
      const body = heading.closest('table').tBodies[0];
      const column = heading.cellIndex;
      const numeric = heading.classList.contains('num');
      const first = numeric ? 'descending' : 'ascending';
      const now = heading.getAttribute('aria-sort');
      const next = now === first ? (numeric ? 'ascending' : 'descending') : first;
      for (const other of heading.parentElement.cells) other.removeAttribute('aria-sort');
      heading.setAttribute('aria-sort', next);
      const sign = next === 'ascending' ? 1 : -1;
      const key = row => numeric ? Number(row.cells[column].dataset.sort) : row.cells[column].dataset.sort;
      const rows = Array.from(body.rows, row => ({row, key: key(row)}));
      rows.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      body.append(...rows.map(entry => entry.row));
    });
  }

  for (const tools of all('.tools')) tools.hidden = false;

  // Searching: every word must occur in the row.
  for (const input of all('[data-search]')) {
    const id = input.dataset.search;
    const rows = Array.from(document.getElementById(id).tBodies[0].rows, row => ({row, text: row.textContent.toLowerCase()}));
    const status = document.querySelector('[data-status="' + id + '"]');
    input.addEventListener('input', () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const {row, text} of rows) {
        row.hidden = !words.every(word => text.includes(word));
        if (!row.hidden) shown++;
      }
      status.textContent = words.length === 0 ? '' : shown + ' of ' + rows.length + ' rows';
    });
  }

  // Copying: RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe in front.
  const field = value => {
    let text = value === undefined ? '' : String(value);
    if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  const csvOf = rows => {
    const flat = (value, name) => value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => flat(inner, name === '' ? key : name + '.' + key)) : [[name, Array.isArray(value) ? value.join('; ') : value]];
    rows = rows.map(row => Object.fromEntries(flat(row, '')));
    const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
    return [names, ...rows.map(row => names.map(name => row[name]))].map(row => row.map(field).join(',')).join('\r\n') + '\r\n';
  };
  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand('copy');
      area.remove();
      if (!done) throw new Error('copy refused');
    }
  };
  for (const button of all('[data-csv]')) {
    const status = button.parentElement.querySelector('[role=status]');
    button.addEventListener('click', async () => {
      const rows = ${csvRows};
      try {
        await copy(csvOf(rows));
        status.textContent = rows.length + ' rows copied';
      } catch {
        status.textContent = 'The browser does not allow copying from this page';
      }
      button.focus();
    });
  }
})();`

/** The script of the report: its lists are copied as they stand in the data. */
export const pageScript = `${scriptOver('isthmus-report', "button.dataset.csv.split('.').reduce((part, key) => part[key], data)")}
${choiceScript}`
