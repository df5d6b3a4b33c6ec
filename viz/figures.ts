import {causes, causesChart, causesFinding} from './charts/causes.js'
import {policiesBeyond} from './charts/curve-domain.js'
import {broad, wide} from './charts/frame.js'
import {lifeSpanChart, lifeSpanFinding} from './charts/life-span.js'
import {linkMatrixChart, linkMatrixFinding} from './charts/link-matrix.js'
import {regionSavingsChart, regionSavingsFinding} from './charts/region-savings.js'
import {storageCurveChart, storageCurveFinding} from './charts/storage-curve.js'
import {curveLegend} from './curve-legend.js'
import {dataTable, type TableColumn} from './data-table.js'
import {escapeText, nameHtml} from './escape.js'
import {type Figure, figuresHtml, numbers} from './figure.js'
import {costNoun, formatBytes, formatCost, formatCount, formatDays, formatPercent, perDay} from './format.js'
import type {CurvePoint, PolicyCurve, ReportData} from './report-data.js'

/** All charts of the report, in reading order. */
export function reportFigures(data: ReportData): string {
  const figures: Figure[] = [
    {
      id: 'curve',
      finding: storageCurveFinding(data),
      draw: size => storageCurveChart(data, size),
      wideSize: wide,
      belowHtml: curveLegend(data) + curveNote(data) + numbers(curveTable(data)),
    },
    {
      id: 'causes',
      finding: causesFinding(data),
      draw: size => causesChart(data, size),
      wideSize: wide,
      belowHtml: numbers(causesTable(data)),
    },
    {
      id: 'spans',
      finding: lifeSpanFinding(data),
      draw: size => lifeSpanChart(data, size),
      wideSize: wide,
      belowHtml: numbers(spansTable(data)),
    },
    {
      id: 'regions',
      finding: regionSavingsFinding(data),
      draw: size => regionSavingsChart(data, size),
      wideSize: wide,
      belowHtml: numbers(regionsTable(data)),
    },
    {
      id: 'links',
      finding: linkMatrixFinding(data),
      draw: size => linkMatrixChart(data, size),
      wideSize: broad,
      belowHtml: numbers(linksTable(data)),
    },
  ]
  return figuresHtml(figures)
}

function curveNote(data: ReportData): string {
  const beyond = policiesBeyond(data)
  if (beyond.length === 0) return ''
  const parts = beyond.map(policy => {
    const last = policy.points[policy.points.length - 1]!
    return `${nameHtml(policy.label)} ${escapeText(`(${formatBytes(last.replicaBytes)}, ${perDay(formatCost(last.wanCostPerDay, data.costUnit))})`)}`
  })
  return `<p class="note">Beyond the right edge: ${parts.join('; ')}.</p>`
}

/** The cheapest point within today's budget: what each policy could do now. */
function bestWithin(policy: PolicyCurve, budgetBytes: number): CurvePoint | undefined {
  let best: CurvePoint | undefined
  for (const p of policy.points) {
    if (p.replicaBytes <= budgetBytes && (best === undefined || p.wanCostPerDay < best.wanCostPerDay)) best = p
  }
  return best
}

function curveTable(data: ReportData): string {
  const {headline: h, costUnit, storageCurve} = data
  const budget = h.budgetBytes ?? Number.POSITIVE_INFINITY
  const rows = storageCurve.policies.map(policy => ({policy, best: bestWithin(policy, budget)}))
  type Row = (typeof rows)[number]
  const show = (row: Row, text: (p: CurvePoint) => string): string => (row.best === undefined ? '–' : text(row.best))
  const columns: TableColumn<Row>[] = [
    {heading: 'Policy', html: r => nameHtml(r.policy.label), sort: r => r.policy.label},
    {
      heading: 'Replica storage',
      numeric: true,
      text: r => show(r, p => formatBytes(p.replicaBytes)),
      sort: r => r.best?.replicaBytes ?? -1,
    },
    {
      heading: `${costNoun(costUnit)} a day`,
      numeric: true,
      text: r => show(r, p => formatCost(p.wanCostPerDay, costUnit)),
      sort: r => r.best?.wanCostPerDay ?? -1,
    },
    {
      heading: 'Saved',
      numeric: true,
      text: r =>
        show(r, p => formatPercent(h.before.wanCostPerDay === 0 ? 0 : 1 - p.wanCostPerDay / h.before.wanCostPerDay)),
      sort: r => -(r.best?.wanCostPerDay ?? 0),
    },
  ]
  const caption =
    h.budgetBytes === undefined
      ? 'Best measured point of each policy'
      : 'Best measured point of each policy within today’s budget; – where it has none'
  return dataTable({id: 'numbers-curve', caption}, columns, rows)
}

function causesTable({byCause}: ReportData): string {
  return dataTable(
    {id: 'numbers-causes', caption: 'WAN traffic a day by cause'},
    [
      {heading: 'Cause', text: c => c.label, sort: c => c.label},
      {
        heading: 'Before',
        numeric: true,
        text: c => formatBytes(byCause.before[c.key]),
        sort: c => byCause.before[c.key],
      },
      {heading: 'After', numeric: true, text: c => formatBytes(byCause.after[c.key]), sort: c => byCause.after[c.key]},
    ],
    causes,
  )
}

function regionsTable({regions}: ReportData): string {
  return dataTable(
    {id: 'numbers-regions', caption: 'Incoming WAN traffic and replica storage by region'},
    [
      {heading: 'Region', html: r => nameHtml(r.name), sort: r => r.name},
      {
        heading: 'Before, a day',
        numeric: true,
        text: r => formatBytes(r.incomingBytesPerDayBefore),
        sort: r => r.incomingBytesPerDayBefore,
      },
      {
        heading: 'After, a day',
        numeric: true,
        text: r => formatBytes(r.incomingBytesPerDayAfter),
        sort: r => r.incomingBytesPerDayAfter,
      },
      {heading: 'Replicas', numeric: true, text: r => formatBytes(r.replicaBytes), sort: r => r.replicaBytes},
      {
        heading: 'Own budget',
        numeric: true,
        text: r => (r.budgetBytes === undefined ? 'none' : formatBytes(r.budgetBytes)),
        sort: r => r.budgetBytes ?? -1,
      },
      {heading: 'At home', numeric: true, text: r => formatBytes(r.homeBytes), sort: r => r.homeBytes},
    ],
    regions,
  )
}

function spansTable({lifeSpanHistogram}: ReportData): string {
  return dataTable(
    {id: 'numbers-spans', caption: 'Replicas by the days of partitions that they keep'},
    [
      {heading: 'Keeps', numeric: true, text: s => formatDays(s.lifeSpanDays), sort: s => s.lifeSpanDays},
      {heading: 'Replicas', numeric: true, text: s => formatCount(s.replicaCount), sort: s => s.replicaCount},
      {heading: 'Stored', numeric: true, text: s => formatBytes(s.storedBytes), sort: s => s.storedBytes},
    ],
    lifeSpanHistogram,
  )
}

function linksTable({regions, links, costUnit}: ReportData): string {
  const pairs = regions.flatMap((_r, from) => regions.map((_s, to) => ({from, to, i: from * regions.length + to})))
  const rows = pairs.filter(
    ({from, to, i}) => from !== to && (links.before.bytesPerDay[i]! > 0 || links.after.bytesPerDay[i]! > 0),
  )
  type Row = (typeof rows)[number]
  const columns: TableColumn<Row>[] = [
    {heading: 'From', html: r => nameHtml(regions[r.from]!.name), sort: r => regions[r.from]!.name},
    {heading: 'To', html: r => nameHtml(regions[r.to]!.name), sort: r => regions[r.to]!.name},
    {
      heading: 'Before, a day',
      numeric: true,
      text: r => formatBytes(links.before.bytesPerDay[r.i]!),
      sort: r => links.before.bytesPerDay[r.i]!,
    },
    {
      heading: 'After, a day',
      numeric: true,
      text: r => formatBytes(links.after.bytesPerDay[r.i]!),
      sort: r => links.after.bytesPerDay[r.i]!,
    },
  ]
  if (costUnit.kind === 'money') {
    columns.push(
      {
        heading: 'Cost before',
        numeric: true,
        text: r => formatCost(links.before.costPerDay[r.i]!, costUnit),
        sort: r => links.before.costPerDay[r.i]!,
      },
      {
        heading: 'Cost after',
        numeric: true,
        text: r => formatCost(links.after.costPerDay[r.i]!, costUnit),
        sort: r => links.after.costPerDay[r.i]!,
      },
    )
  }
  return dataTable({id: 'numbers-links', caption: 'WAN traffic by link'}, columns, rows)
}
