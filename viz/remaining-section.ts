import {causes} from './charts/causes.js'
import {wide} from './charts/frame.js'
import {hourLoadChart, hourLoadFinding} from './charts/hour-load.js'
import {type SourcesFrame, sourceBytes, sourceRowId, topSourcesChart, topSourcesFinding} from './charts/top-sources.js'
import {dataTable, type TableColumn} from './data-table.js'
import {nameHtml} from './escape.js'
import {type Figure, figuresHtml, numbers} from './figure.js'
import {formatBytes, formatPercent} from './format.js'
import type {CauseBytes, ReportData} from './report-data.js'
import type {HourLoad, SourceRow} from './report-sections.js'

/** Charts of what still crosses: the largest tables, projects and jobs, and the hours. Empty text where nothing is known. */
export function remainingFigures({remaining, hourLoad, byCause}: ReportData): string {
  const totalBytesPerDay = sourceBytes(byCause.after)
  const figures: Figure[] = [
    ...(remaining === undefined
      ? []
      : [
          sourcesFigure({noun: 'table', rows: remaining.tables, totalBytesPerDay}, 'tables'),
          sourcesFigure({noun: 'project', rows: remaining.projects, totalBytesPerDay}, 'projects'),
          sourcesFigure({noun: 'job', rows: remaining.jobs, totalBytesPerDay}, 'jobs'),
        ]),
    ...(hourLoad === undefined ? [] : [hourFigure(hourLoad)]),
  ]
  return figures.length === 0 ? '' : figuresHtml(figures)
}

function sourcesFigure(frame: SourcesFrame, key: 'tables' | 'projects' | 'jobs'): Figure {
  return {
    id: `remaining-${key}`,
    finding: topSourcesFinding(frame),
    draw: size => topSourcesChart(frame, size),
    wideSize: wide,
    span: 6,
    belowHtml: numbers(sourcesTable(frame, key)),
  }
}

function sourcesTable({noun, rows, totalBytesPerDay}: SourcesFrame, key: 'tables' | 'projects' | 'jobs'): string {
  const cause = (heading: string, of: (bytes: CauseBytes) => number): TableColumn<SourceRow> => ({
    heading,
    numeric: true,
    text: row => formatBytes(of(row.bytesPerDay)),
    sort: row => of(row.bytesPerDay),
  })
  const columns: TableColumn<SourceRow>[] = [
    {heading: noun.charAt(0).toUpperCase() + noun.slice(1), html: row => nameHtml(row.name), sort: row => row.name},
    {heading: noun === 'job' ? 'Runs in' : 'Home', html: row => nameHtml(row.region), sort: row => row.region},
    cause('Still crosses a day', sourceBytes),
    {
      heading: 'Share',
      numeric: true,
      text: row => formatPercent(totalBytesPerDay === 0 ? 0 : sourceBytes(row.bytesPerDay) / totalBytesPerDay),
      sort: row => sourceBytes(row.bytesPerDay),
    },
    ...causes
      .filter(({key: of}) => noun !== 'job' || of !== 'refreshBytesPerDay')
      .map(({key: of, label}) => cause(label.charAt(0).toUpperCase() + label.slice(1), bytes => bytes[of])),
  ]
  const caption = `The ${rows.length} ${noun}s with the most traffic left`
  return dataTable(
    {id: `remaining-${key}`, caption, search: true, csvOf: `remaining.${key}`, rowId: i => sourceRowId(noun, i)},
    columns,
    rows,
  )
}

function hourFigure(load: HourLoad): Figure {
  const hours = load.before.map((before, hour) => ({hour, before, after: load.after[hour]!}))
  const table = dataTable(
    {id: 'numbers-hours', caption: 'Reads and write-backs across the WAN by hour of the day (UTC), a mean day'},
    [
      {heading: 'Hour', text: h => `${String(h.hour).padStart(2, '0')}:00`, sort: h => h.hour},
      {heading: 'Before', numeric: true, text: h => formatBytes(h.before), sort: h => h.before},
      {heading: 'After', numeric: true, text: h => formatBytes(h.after), sort: h => h.after},
    ],
    hours,
  )
  return {
    id: 'hours',
    finding: hourLoadFinding(load),
    draw: size => hourLoadChart(load, size),
    wideSize: wide,
    span: 6,
    belowHtml: `<p class="note">By the hour in which the run starts. Refreshes have no hour of their own and are left out.</p>${numbers(table)}`,
  }
}
