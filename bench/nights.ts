import {existsSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {openHistoryFolder} from '../datasets/history/index.js'
import {generateHistory, presets, writeHistory} from '../datasets/synthetic/index.js'
import {wanCost} from '../model/account.js'
import {parseDay} from '../model/days.js'
import type {Move} from '../model/plan.js'
import {verify} from '../model/verifier/index.js'
import {type Config, configSchema} from '../planner/config/schema.js'
import type {Ledger} from '../planner/ledger/ledger.js'
import {openLedger} from '../planner/ledger/open-ledger.js'
import {daysOfHistory} from '../planner/nightly/days-of-history.js'
import {type NightSummary, nightSummary} from '../planner/nightly/night-summary.js'
import {noPlan} from '../planner/nightly/no-plan.js'
import {runNight} from '../planner/nightly/run-night.js'
import {ArrivingHistory} from './arriving-history.js'
import {median, millisecondsOf, printTable} from './measure.js'

const nightCount = 14
const trainDays = 8
const mostMoves = 2
const scale = 0.2
/** Places in the list of nights: the job doubles and the table dies on the days from here on; the link closes on this one. */
const [doubledFrom, diedFrom, closedOn] = [5, 6, 11]
/** Here the moves are also carried out late. */
const [lateWorld, lateNights] = ['star', 5]
const flipside = '../shared/data/flipside-history'

/**
 * Fourteen nights of `isthmus nightly` on every preset and, where it is there, on a history of a real warehouse. History arrives a day at a time. What a
 * night moves is carried out at once: the projects file says so from the next day on, and runs that arrive later ran at the new home. Replicas and
 * placed jobs in force are replayed. Planted: the job that reads most doubles, a replicated table dies, the busiest link
 * closes. All figures come from the ledger, but for the cost of the same days where nothing was ever decided.
 */
export async function run(): Promise<void> {
  const worlds: World[] = []
  for (const name of [...Object.keys(presets), 'flipside']) {
    if (name === 'flipside' && !existsSync(flipside)) continue
    const folder = await mkdtemp(join(tmpdir(), 'isthmus-nights-'))
    try {
      const source = name === 'flipside' ? resolve(flipside) : join(folder, 'whole')
      if (name !== 'flipside') {
        await writeHistory(source, generateHistory({preset: name, seed: 3, scale, days: nightCount + 10}), 'csv', {
          force: false,
        })
      }
      worlds.push(await fourteenNights(name, source, join(folder, 'next-day'), 1))
      if (name === lateWorld) {
        worlds.push(
          await fourteenNights(`${name}, moves take ${lateNights} nights`, source, join(folder, 'late'), lateNights),
        )
      }
      print(worlds.splice(0))
    } finally {
      await rm(folder, {recursive: true, force: true})
    }
  }
}

interface World {
  readonly name: string
  readonly nights: readonly NightSummary[]
  /** Saving of each observed day against the same day of a world where nothing was ever decided. */
  readonly savingOfAll: readonly number[]
  /** Moves that began, night by night. */
  readonly movesBegun: readonly number[]
  readonly planted: {readonly job: string; readonly table: string; readonly link: string}
  /** Place of the first night on which the dead table has no replica any more; −1: none. */
  readonly dropped: number
  readonly medianSeconds: number
}

/** @param moveNights nights after which a move that is still in force is carried out */
async function fourteenNights(name: string, source: string, folder: string, moveNights: number): Promise<World> {
  const history = await ArrivingHistory.from(source, join(folder, 'history'))
  const untouched = await ArrivingHistory.from(source, join(folder, 'untouched'))
  const nights = history.days.slice(-nightCount)
  const config = configSchema.parse({
    ...{history: join(folder, 'history'), ledger: join(folder, 'ledger.db'), out: join(folder, 'out'), trainDays},
    plan: {strategy: 'search', options: {kicks: 40}, moveHorizonDays: 100},
    rails: {mostMoves, fillBytesPerRegion: fillOf(history, nights[0]!)},
  })
  const planted = {job: '', table: '', link: ''}
  const seconds: number[] = []
  for (const day of history.days.filter(day => day < nights[0]!)) {
    for (const world of [history, untouched]) await world.arrive(day)
  }
  for (const [i, asOf] of nights.entries()) {
    if (i === doubledFrom) planted.job = largest(history.bytesByJob(asOf))
    if (i === diedFrom) {
      const held = new Set(
        read(config, ledger => ledger.decisions(nights[i - 1]))
          .filter(({decision}) => decision === 'replica')
          .map(row => row.name),
      )
      planted.table = largest(new Map([...history.readDaysByTable(asOf)].filter(([table]) => held.has(table))))
    }
    if (i === closedOn) {
      const links = read(config, ledger => ledger.links(nights[i - 1]!, 'predicted'))
      const {fromRegion, toRegion} = links.reduce((a, b) => (b.bytes > a.bytes ? b : a))
      planted.link = `${fromRegion} → ${toRegion}`
      await history.closeLink(fromRegion, toRegion)
    }
    const milliseconds = await millisecondsOf(() =>
      runNight({
        ...{config, asOfDay: parseDay(asOf), pid: process.pid, host: 'bench'},
        clock: () => new Date(`${asOf}T01:00:00Z`),
        progress: {stage: () => {}, done: () => {}},
      }),
    )
    seconds.push(milliseconds / 1000)
    const begun = i + 1 < moveNights ? [] : inForce(config, nights[i + 1 - moveNights]!).map(key)
    await history.carryOut(inForce(config, asOf).filter(move => begun.includes(key(move))))
    for (const world of [history, untouched]) {
      if (i >= doubledFrom) world.faults.doubledJob = planted.job
      if (i >= diedFrom) world.faults.deadTable = planted.table
      await world.arrive(asOf)
    }
  }
  const dropped = nights.findIndex(
    (asOf, i) =>
      i >= diedFrom && !read(config, ledger => ledger.decisions(asOf)).some(row => row.name === planted.table),
  )
  const summaries = read(config, ledger => nights.map(asOf => nightSummary(ledger, asOf)))
  return {
    ...{name, nights: summaries, planted, dropped},
    savingOfAll: await savingsAgainst(join(folder, 'untouched'), summaries),
    movesBegun: nights.map(
      asOf =>
        read(config, ledger => ledger.decisions(asOf)).filter(row => row.decision === 'move' && row.since === asOf)
          .length,
    ),
    medianSeconds: median(seconds),
  }
}

/** A region may be filled with a twentieth of what all jobs read a day. */
function fillOf(history: ArrivingHistory, before: string): number {
  const bytes = [...history.bytesByJob(before).values()].reduce((sum, of) => sum + of, 0)
  return Math.round(bytes / history.days.filter(day => day < before).length / 20)
}

const key = ({project, to}: Move) => JSON.stringify([project, to])

function inForce(config: Config, asOf: string) {
  return read(config, ledger => {
    const id = ledger.night(asOf)?.planInForce ?? undefined
    return (id === undefined ? undefined : ledger.plan(id))?.moves ?? []
  })
}

/** Actual cost of each observed day by the ledger, against the same day without any decision ever. */
async function savingsAgainst(folder: string, nights: readonly NightSummary[]): Promise<number[]> {
  const loaded = await openHistoryFolder(folder)
  try {
    const savings: number[] = []
    for (const {actual} of nights) {
      if (actual === null) continue
      const day = parseDay(actual.day)
      const {before} = await verify(daysOfHistory(loaded.history, day, day), noPlan(day))
      savings.push(1 - actual.afterCost / wanCost(before.traffic))
    }
    return savings
  } finally {
    loaded.close()
  }
}

function read<T>({ledger: path}: Config, work: (ledger: Ledger) => T): T {
  const ledger = openLedger(path)
  try {
    return work(ledger)
  } finally {
    ledger.close()
  }
}

const largest = (values: ReadonlyMap<string, number>): string => [...values].sort((a, b) => b[1] - a[1])[0]?.[0] ?? ''

function print(worlds: readonly World[]): void {
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`
  const spread = (values: readonly number[]) =>
    [values[0]!, median(values), values.at(-1)!].map(value => percent(value)).join(' · ')
  printTable(
    'fourteen nights: saving of WAN cost in the first · median · last night',
    ['world', 'predicted', 'actual', 'against a world without isthmus', 's a night'],
    worlds.map(({name, nights, savingOfAll, medianSeconds}) => [
      ...[name, spread(nights.flatMap(({predicted}) => (predicted === null ? [] : [predicted.saving])))],
      ...[spread(nights.flatMap(({actual}) => (actual === null ? [] : [actual.saving]))), spread(savingOfAll)],
      medianSeconds.toFixed(1),
    ]),
  )
  printTable(
    'fourteen nights: what changed, and what the rails refused',
    ['world', 'changes by night', 'moves begun by night', 'in force at last', 'refusals by rail'],
    worlds.map(({name, nights, movesBegun}) => {
      const {replicas, moves, jobs} = nights.at(-1)!
      return [
        ...[name, nights.map(night => night.changes).join(' '), movesBegun.join(' ')],
        `${replicas} replicas, ${moves} moves, ${jobs} jobs`,
        counted(nights.flatMap(({refusals}) => refusals.map(({rail}) => rail))),
      ]
    }),
  )
  printTable(
    'fourteen nights: alarms, and the nights on which the planted faults were told first',
    [
      'world',
      'alarms',
      `job doubles (night ${doubledFrom + 2})`,
      `table dies (night ${diedFrom + 4})`,
      'its replicas end',
      `link closes (night ${closedOn + 1})`,
    ],
    worlds.map(({name, nights, planted, dropped}) => [
      ...[name, counted(nights.flatMap(({alarms}) => alarms.map(({kind}) => kind)))],
      ...[firstTold(nights, 'job-grown', planted.job), firstTold(nights, 'table-dead', planted.table)],
      dropped < 0 ? 'never' : `night ${dropped + 1}`,
      firstTold(nights, 'link-closed', planted.link),
    ]),
  )
}

function firstTold(nights: readonly NightSummary[], kind: string, subject: string): string {
  const found = nights.findIndex(({alarms}) => alarms.some(alarm => alarm.kind === kind && alarm.subject === subject))
  return found < 0 ? 'never' : `night ${found + 1}`
}

function counted(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ') || 'none'
}
