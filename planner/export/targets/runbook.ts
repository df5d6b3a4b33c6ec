import {z} from 'zod'
import type {Move} from '../../../model/plan.js'
import type {Catalogue} from '../catalogue.js'
import {exporter} from '../exporter.js'
import {codeCell, codeSpan} from '../quoting/markdown.js'
import {bytes, counted, LossTally} from '../rounding-loss.js'

const settings = z.strictObject({
  /** Share of a link that a move may take. */
  linkShare: z.number().gt(0).max(1).default(0.5),
  /** Days that the old home is kept after the switch, and jobs that still read it are found. */
  drainDays: z.int().min(1).default(7),
})
type Settings = z.infer<typeof settings>

const secondsPerHour = 3600

/**
 * The runbook of the plan's moves, one after the other: copy, verify, switch, drain, delete. No system moves a project
 * with one command; what takes how long and where there is no way back is the same everywhere.
 */
export const runbook = exporter<Settings>({
  name: 'runbook',
  summary: 'Steps of each project move, with bytes, hours at link rate and the point of no return',
  covers: ['move'],
  settings,
  regionMaps: () => [],
  write({plan, catalogue}, given) {
    const tally = new LossTally()
    if (plan.moves.length === 0) return {files: [], loss: tally.loss()}
    const hours = plan.moves.map(move => hoursOf(move, catalogue, given))
    const known = hours.filter(time => time !== undefined)
    const total = plan.moves.reduce((sum, move) => sum + move.bytes, 0)
    const unknown = hours.length - known.length
    const summary = [
      '# Project moves',
      '',
      `${counted(plan.moves.length, 'move')}, ${bytes(total)}, ${shown(known.reduce((a, b) => a + b, 0))} hours one after the other${
        unknown === 0 ? '' : `; ${unknown} over links without a stated capacity, for which no time is known`
      }.`,
      '',
      'The point of no return of each move is its step 5: until then the old home is whole and the switch can be undone.',
      '',
    ]
    const sections = plan.moves.map((move, i) => section(move, i + 1, hours[i], catalogue, given))
    return {
      files: [{path: 'runbook/moves.md', kind: 'markdown', body: [...summary, ...sections].join('\n')}],
      loss: tally.loss(),
    }
  },
})

/** Hours that the bytes of a move take at its share of the link; undefined where the link has no capacity. */
export function hoursOf(move: Move, catalogue: Catalogue, {linkShare}: {linkShare: number}): number | undefined {
  const rate = catalogue.linkBytesPerSecond(move.from, move.to) * linkShare
  if (!Number.isFinite(rate)) return undefined
  return move.bytes === 0 ? 0 : move.bytes / rate / secondsPerHour
}

function section(move: Move, number: number, hours: number | undefined, catalogue: Catalogue, given: Settings): string {
  const {project, table, from, to} = move
  const subject = project === undefined ? `table ${codeSpan(table!)}` : `project ${codeSpan(project)}`
  const tables = project === undefined ? 1 : countTables(catalogue, project)
  const time =
    hours === undefined
      ? 'no time is known, the link has no stated capacity'
      : hours === Infinity
        ? 'never at this rate, the link has capacity 0'
        : `${shown(hours)} hours at ${shown(given.linkShare * 100)} % of the link`
  const [old, next] = [codeCell(from), codeCell(to)]
  return [
    `## ${number}. ${subject}: ${codeSpan(from)} → ${codeSpan(to)}`,
    '',
    '| step | what | bytes over the WAN | time | way back |',
    '|---|---|---|---|---|',
    `| 1 copy | all partitions of ${counted(tables, 'table')} to ${next}, in bulk; then again what was written meanwhile | ${Math.round(move.bytes)} | ${time} | delete the copy |`,
    `| 2 verify | number of partitions, bytes and a checksum of each table agree; on any difference back to 1 | 0 | | delete the copy |`,
    `| 3 switch | freeze writes, copy the last difference, name ${next} as home in the catalogue, send the jobs there, thaw | what was written since 1 | keep it under an hour | switch back: copy what was written since to ${old}, name it as home |`,
    `| 4 drain | for ${given.drainDays} days ${old} is read-only; find the jobs that still read it, and move them | what late readers read | ${given.drainDays * 24} hours | switch back as in 3 |`,
    `| 5 delete | **point of no return**: only after ${given.drainDays} days without a reader, delete the old copy in ${old} | 0 | | none: only a move back, ${Math.round(move.bytes)} bytes |`,
    '',
  ].join('\n')
}

function countTables(catalogue: Catalogue, project: string): number {
  let count = 0
  for (const table of catalogue.tables.values()) if (table.project === project) count++
  return count
}

/** At most one decimal; something is never printed as nothing. */
function shown(value: number): string {
  return value > 0 && value < 0.1 ? 'under 0.1' : String(Math.round(value * 10) / 10)
}
