/**
 * Choosing what the page shows, as plain JavaScript: the budget slider of a report, the scenario picker of a what-if page, and the
 * way from a mark of a chart to its row in a table. All that is shown is in the page already.
 */
export const choiceScript = `(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  const slider = document.getElementById('budget');
  if (slider) {
    slider.closest('.slider').hidden = false;
    const words = document.getElementById('budget-words');
    const own = slider.value;
    const choose = () => {
      for (const tiles of all('[data-budget-tiles]')) tiles.hidden = tiles.dataset.budgetTiles !== slider.value;
      for (const ring of all('[data-budget-point]')) ring.classList.toggle('off', ring.dataset.budgetPoint !== slider.value);
      const text = document.querySelector('[data-budget-words="' + slider.value + '"]').textContent;
      words.textContent = text;
      slider.setAttribute('aria-valuetext', text);
    };
    slider.value = own;
    slider.addEventListener('input', choose);
    choose();
  }

  const picker = document.getElementById('scenario');
  if (picker) {
    picker.closest('.tools').hidden = false;
    const choose = () => { for (const panel of all('[data-scenario]')) panel.hidden = panel.dataset.scenario !== picker.value; };
    picker.addEventListener('change', choose);
    choose();
  }

  const go = mark => {
    const row = document.getElementById(mark.dataset.row);
    if (!row) return;
    for (const fold of all('details')) if (fold.contains(row)) fold.open = true;
    for (const other of all('tr.shown')) other.classList.remove('shown');
    row.hidden = false;
    row.classList.add('shown');
    row.scrollIntoView({block: 'center'});
    row.focus({preventScroll: true});
  };
  document.addEventListener('click', event => {
    const mark = event.target.closest('[data-row]');
    if (mark) go(mark);
  });
  document.addEventListener('keydown', event => {
    const mark = event.key === 'Enter' && event.target.closest('svg') && event.target.querySelector('[data-row].lit');
    if (mark) go(mark);
  });
})();`
