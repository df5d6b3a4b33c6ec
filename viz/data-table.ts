import {escapeText} from './escape.js'

/**
 * One column of a table. A cell is plain `text`, which the table escapes, or `html` where names need their own direction;
 * `sort` gives the value that rows are ordered by.
 */
interface ColumnBase<Row> {
  readonly heading: string
  readonly sort: (row: Row) => number | string
  /** Numbers stand right, aligned by their digits. */
  readonly numeric?: boolean
}

export type TableColumn<Row> = ColumnBase<Row> &
  ({readonly text: (row: Row) => string} | {readonly html: (row: Row) => string})

function cellHtml<Row>(column: TableColumn<Row>, row: Row): string {
  return 'html' in column ? column.html(row) : escapeText(column.text(row))
}

export interface TableOptions {
  readonly id: string
  readonly caption: string
  /** Adds the controls of the page script: search and copy. Sorting by a click on a heading comes with every table. */
  readonly search?: boolean
  /** Key of the report data that `copy as CSV` copies. */
  readonly csvOf?: string
  /** Id of each row by its place, for links from charts. */
  readonly rowId?: (i: number) => string
}

/**
 * An accessible table that scrolls inside its own frame. The first column heads its rows. Without script it is a plain
 * table in the order given.
 */
export function dataTable<Row>(
  {id, caption, search, csvOf, rowId}: TableOptions,
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
): string {
  const align = (c: TableColumn<Row>): string => (c.numeric === true ? ' class="num"' : '')
  const head = columns.map(c => `<th scope="col"${align(c)}>${escapeText(c.heading)}</th>`).join('')
  const body = rows.map((row, at) => {
    const cells = columns.map((c, i) => {
      const sort = ` data-sort="${escapeText(String(c.sort(row)))}"`
      return i === 0
        ? `<th scope="row"${align(c)}${sort}>${cellHtml(c, row)}</th>`
        : `<td${align(c)}${sort}>${cellHtml(c, row)}</td>`
    })
    return `<tr${rowId === undefined ? '' : ` id="${rowId(at)}" tabindex="-1"`}>${cells.join('')}</tr>`
  })
  const find =
    search === true
      ? `<label>Search <input type="search" data-search="${id}" autocomplete="off" placeholder="name or region"></label>`
      : ''
  const copy = csvOf === undefined ? '' : `<button type="button" data-csv="${csvOf}">Copy as CSV</button>`
  const tools =
    find + copy === ''
      ? ''
      : `<div class="tools" hidden>${find}${copy}<span role="status" data-status="${id}"></span></div>`
  return `${tools}<div class="scroll" role="region" tabindex="0" aria-label="${escapeText(caption)}"><table id="${id}"><caption>${escapeText(caption)}</caption><thead><tr>${head}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></div>`
}
