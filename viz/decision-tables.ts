import {dataTable, type TableColumn} from './data-table.js'
import {nameHtml} from './escape.js'
import {formatAges, formatBytes, formatCost, formatCount, formatNumber, perDay} from './format.js'
import {jobReason, moveReason, replicaReason, unmetReason} from './reason.js'
import type {MoveRow, ReplicaRow, ReportData, UnmetRow} from './report-data.js'
import type {JobRow} from './report-sections.js'

/** The replicas that save most, each with its reason, and what the others come to. */
export function replicaSection({topReplicas, otherReplicas, costUnit}: ReportData): string {
  if (topReplicas.length === 0) return '<p>The plan keeps no replicas.</p>'
  const columns: TableColumn<ReplicaRow>[] = [
    {heading: 'Table (project)', html: r => tableCell(r), sort: r => r.table},
    {heading: 'Route', html: r => route(r), sort: r => `${r.homeRegion} → ${r.region}`},
    {heading: 'Keeps', text: r => formatAges(r.fromAge, r.toAge), sort: r => r.toAge - r.fromAge, numeric: true},
    {heading: 'Stored', text: r => formatBytes(r.storedBytes), sort: r => r.storedBytes, numeric: true},
    {
      heading: 'Refresh a day',
      text: r => formatBytes(r.refreshBytesPerDay),
      sort: r => r.refreshBytesPerDay,
      numeric: true,
    },
    {heading: 'Saved a day', text: r => formatBytes(r.savedBytesPerDay), sort: r => r.savedBytesPerDay, numeric: true},
  ]
  if (costUnit.kind === 'money') {
    columns.push({
      heading: 'Saved cost a day',
      text: r => formatCost(r.savedCostPerDay, costUnit),
      sort: r => r.savedCostPerDay,
      numeric: true,
    })
  }
  columns.push({
    heading: 'Why',
    text: r => replicaReason(r, costUnit),
    sort: r => r.breakEvenDays ?? Number.MAX_VALUE,
  })
  const total = topReplicas.length + otherReplicas.replicaCount
  const caption =
    otherReplicas.replicaCount > 0
      ? `The ${formatCount(topReplicas.length)} replicas that save most, of ${formatCount(total)}`
      : `All ${formatCount(total)} replicas`
  const rest =
    otherReplicas.replicaCount > 0
      ? `<p class="note">Not listed: ${formatCount(otherReplicas.replicaCount)} more, which save ${perDay(formatBytes(otherReplicas.savedBytesPerDay))} for ${formatBytes(otherReplicas.storedBytes)} stored. The plan file has them all.</p>`
      : ''
  return dataTable({id: 'replicas', caption, search: true, csvOf: 'topReplicas'}, columns, topReplicas) + rest
}

/** What still crosses the WAN, largest first, and why it was left. */
export function unmetSection({unmet, costUnit}: ReportData): string {
  if (unmet.length === 0) return '<p>No remote reads are left.</p>'
  const columns: TableColumn<UnmetRow>[] = [
    {heading: 'Table (project)', html: r => tableCell(r), sort: r => r.table},
    {heading: 'Route', html: r => route(r), sort: r => `${r.homeRegion} → ${r.region}`},
    {
      heading: 'Remote a day',
      text: r => formatBytes(r.remoteReadBytesPerDay),
      sort: r => r.remoteReadBytesPerDay,
      numeric: true,
    },
  ]
  if (costUnit.kind === 'money') {
    columns.push({
      heading: 'Cost a day',
      text: r => formatCost(r.remoteReadCostPerDay, costUnit),
      sort: r => r.remoteReadCostPerDay,
      numeric: true,
    })
  }
  columns.push({heading: 'Why left', text: r => unmetReason(r.reason), sort: r => unmetReason(r.reason)})
  return dataTable(
    {id: 'unmet', caption: 'Largest remote reads that the plan leaves', search: true, csvOf: 'unmet'},
    columns,
    unmet,
  )
}

/** New homes; empty text where nothing moves. */
export function movesSection({moves, otherMoves}: ReportData): string {
  if (moves.length === 0) return ''
  const columns: TableColumn<MoveRow>[] = [
    {heading: 'Project or table', html: m => nameHtml(m.name), sort: m => m.name},
    {heading: 'From', html: m => nameHtml(m.from), sort: m => m.from},
    {heading: 'To', html: m => nameHtml(m.to), sort: m => m.to},
    {heading: 'Bytes, once', text: m => formatBytes(m.bytes), sort: m => m.bytes, numeric: true},
    {heading: 'Why', text: moveReason, sort: m => -(m.readWithNewHomeBytesPerDay ?? 0)},
  ]
  const others = otherMoves?.moveCount ?? 0
  const total = formatCount(moves.length + others)
  const caption =
    others > 0
      ? `${formatCount(moves.length)} of the ${total} homes that move`
      : moves.length === 1
        ? 'The one home that moves'
        : `All ${total} homes that move`
  const rest =
    otherMoves === undefined || others === 0
      ? ''
      : `<p class="note">Not listed: ${formatCount(others)} more, ${formatBytes(otherMoves.bytes)} in all. The plan file has them all.</p>`
  return `<section aria-labelledby="moves-heading"><h2 id="moves-heading">What moves to a new home, and why</h2>
${dataTable({id: 'moves', caption, search: true, csvOf: 'moves'}, columns, moves)}${rest}</section>`
}

/** Jobs that run away from home; empty text where none does. */
export function jobsSection({jobs = [], otherJobs}: ReportData): string {
  if (jobs.length === 0) return ''
  const columns: TableColumn<JobRow>[] = [
    {heading: 'Job (project)', html: j => `${nameHtml(j.job)} <small>${nameHtml(j.project)}</small>`, sort: j => j.job},
    {heading: 'From', html: j => nameHtml(j.from), sort: j => j.from},
    {heading: 'To', html: j => nameHtml(j.to), sort: j => j.to},
    {heading: 'Runs a day', text: j => formatNumber(j.runsPerDay), sort: j => j.runsPerDay, numeric: true},
    {heading: 'Saved a day', text: j => formatBytes(j.savedBytesPerDay), sort: j => j.savedBytesPerDay, numeric: true},
    {heading: 'Why', text: jobReason, sort: j => -j.localBytesPerDay},
  ]
  const others = otherJobs?.jobCount ?? 0
  const total = formatCount(jobs.length + others)
  const caption =
    others > 0
      ? `The ${formatCount(jobs.length)} jobs that save most by running elsewhere, of ${total}`
      : `All ${total} jobs that run elsewhere`
  const rest =
    otherJobs === undefined || others === 0
      ? ''
      : `<p class="note">Not listed: ${formatCount(others)} more, which save ${perDay(formatBytes(otherJobs.savedBytesPerDay))}. The plan file has them all.</p>`
  return `<section aria-labelledby="jobs-heading"><h2 id="jobs-heading">Which jobs run elsewhere, and why</h2>
${dataTable({id: 'jobs', caption, search: true, csvOf: 'jobs'}, columns, jobs)}${rest}</section>`
}

const tableCell = ({table, project}: {readonly table: string; readonly project: string}): string =>
  `${nameHtml(table)} <small>${nameHtml(project)}</small>`

const route = ({homeRegion, region}: {readonly homeRegion: string; readonly region: string}): string =>
  `${nameHtml(homeRegion)} →\u00a0${nameHtml(region)}`
