import {formatAges, formatBytes, formatCost, perDay} from '../../viz/format.js'
import type {CostUnit} from '../../viz/report-data.js'
import type {Alternative, DemandRow, DetailedExplanation} from './explanation.js'

/** Rows of demand that a terminal shows. */
const mostRows = 20

export interface TextTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Who reads how much. */
export function demandTable({kind, demand}: DetailedExplanation): TextTable {
  const head = [kind === 'job' ? 'Home of the tables' : 'Read in', 'Age', 'Read', 'Of these local']
  const rows = demand
    .slice(0, mostRows)
    .map(row => [
      row.region,
      agesText(row),
      perDay(formatBytes(row.readBytesPerDay)),
      perDay(formatBytes(row.localBytesPerDay)),
    ])
  const left = demand.slice(mostRows)
  if (left.length === 0) return {head, rows}
  const sum = (pick: (row: DemandRow) => number) =>
    perDay(formatBytes(left.reduce((bytes, row) => bytes + pick(row), 0)))
  return {
    head,
    rows: [...rows, [`${left.length} more`, '', sum(row => row.readBytesPerDay), sum(row => row.localBytesPerDay)]],
  }
}

/** What was chosen and what could have been, in the order of the explanation. */
export function alternativesTable({alternatives}: DetailedExplanation, unit: CostUnit): TextTable {
  const chosen = alternatives.find(({isChosen}) => isChosen)
  const isStored = alternatives.some(({storedBytes}) => storedBytes !== undefined)
  const isRepriced = alternatives.some(({repricedDeltaPerDay}) => repricedDeltaPerDay !== undefined)
  return {
    head: [
      '',
      'Alternative',
      'WAN cost a day',
      'Against the plan',
      ...(isRepriced ? ['Replicas anew'] : []),
      ...(isStored ? ['Stored'] : []),
      'But',
    ],
    rows: alternatives.map(other => [
      other.isChosen ? '→' : '',
      other.what,
      formatCost(other.costPerDay, unit),
      chosen === undefined ? '' : signed(other.costPerDay - chosen.costPerDay, unit),
      ...(isRepriced ? [other.repricedDeltaPerDay === undefined ? '' : signed(other.repricedDeltaPerDay, unit)] : []),
      ...(isStored ? [storedText(other)] : []),
      other.obstacles.join('; '),
    ]),
  }
}

const storedText = ({storedBytes}: Alternative): string => (storedBytes === undefined ? '' : formatBytes(storedBytes))

const agesText = ({fromAge, toAge}: DemandRow): string =>
  toAge === Number.MAX_SAFE_INTEGER ? `from ${fromAge} days` : formatAges(fromAge, toAge)

function signed(cost: number, unit: CostUnit): string {
  if (cost === 0) return '0'
  return cost < 0 ? `−${formatCost(-cost, unit)}` : `+${formatCost(cost, unit)}`
}
