import {createHash} from 'node:crypto'
import type {Day} from '../../model/days.js'
import type {Finding} from '../../model/errors.js'
import {Findings} from '../history/findings.js'
import type {Intake} from './intake.js'
import type {Drop, ObservedAccess, ObservedProject, ObservedRun, ObservedTable, Place} from './observed.js'
import {provenances} from './provenance.js'
import {amountFault, dayFault, isBytes, isDay, runFault} from './staging-checks.js'
import type {StagingColumns, StagingDatabase, TableAppender} from './staging-database.js'
import {placeKey, StagingNames} from './staging-names.js'

const MS_PER_DAY = 86_400_000
/** Longest value that is kept as an example of a drop, characters. */
const VALUE_CHARACTERS = 200

/**
 * Staging tables. A `piece` is one partition of one access, or an access without partitions. `bytes` is null where the source does not
 * tell them of this very piece: then `open` is 1 for all pieces of the access, and `access_bytes` is what it tells of the access.
 * `bytes_from`, `day_from`: index into `provenances`; `day_from` is null where there is no day.
 */
const layout = {
  run: {
    ...({seq: 'INTEGER', run: 'VARCHAR', job: 'VARCHAR', start_ms: 'DOUBLE', end_ms: 'DOUBLE'} as const),
    ...({cpu_hours: 'DOUBLE', priority: 'VARCHAR', movable: 'INTEGER', failed: 'INTEGER', place: 'INTEGER'} as const),
    ...({read_bytes: 'DOUBLE', written_bytes: 'DOUBLE', hash: 'VARCHAR'} as const),
  },
  piece: {
    ...({run: 'INTEGER', access: 'INTEGER', written: 'INTEGER', name: 'INTEGER', place: 'INTEGER'} as const),
    ...({day: 'INTEGER', day_from: 'INTEGER', open: 'INTEGER', bytes: 'DOUBLE', access_bytes: 'DOUBLE'} as const),
    ...({bytes_from: 'INTEGER', weight: 'DOUBLE'} as const),
  },
  said_table: {
    ...({
      seq: 'INTEGER',
      name: 'INTEGER',
      place: 'INTEGER',
      stored_bytes: 'DOUBLE',
      partition_bytes: 'DOUBLE',
    } as const),
    ...({retention_days: 'DOUBLE', partitioned: 'INTEGER', replicable: 'INTEGER'} as const),
  },
  said_partition: {seq: 'INTEGER', name: 'INTEGER', day: 'INTEGER', bytes: 'DOUBLE'},
  said_project: {seq: 'INTEGER', project: 'VARCHAR', region: 'VARCHAR', pinned: 'INTEGER', allowed: 'VARCHAR'},
  said_dependency: {name: 'INTEGER', upstream: 'INTEGER', job: 'VARCHAR'},
  said_drop: {reason: 'VARCHAR', value: 'VARCHAR', identity: 'VARCHAR', day: 'INTEGER', bytes: 'DOUBLE'},
  name: {id: 'INTEGER', text: 'VARCHAR'},
  place: {id: 'INTEGER', text: 'VARCHAR'},
} as const satisfies Record<string, StagingColumns>

export interface StagingOptions {
  /** Stands for the file in faults that no single file shows. */
  readonly source: string
  /** True: a fault is a drop, and what it is about is left out. */
  readonly skipBroken: boolean
}

/** Takes what an adapter observes into the staging tables. Holds a bounded number of names and one chunk a table. */
export class Staging implements Intake {
  readonly findings = new Findings()
  readonly #appenders: Readonly<Record<keyof typeof layout, TableAppender>>
  readonly #names: StagingNames
  readonly #places: StagingNames
  readonly #options: StagingOptions
  #runs = 0
  #accesses = 0
  #said = 0

  private constructor(appenders: Readonly<Record<keyof typeof layout, TableAppender>>, options: StagingOptions) {
    this.#appenders = appenders
    this.#options = options
    this.#names = new StagingNames(appenders.name)
    this.#places = new StagingNames(appenders.place)
  }

  static async create(database: StagingDatabase, options: StagingOptions): Promise<Staging> {
    const appenders: Partial<Record<keyof typeof layout, TableAppender>> = {}
    for (const name of Object.keys(layout) as (keyof typeof layout)[]) {
      appenders[name] = await database.table(name, layout[name])
    }
    return new Staging(appenders as Record<keyof typeof layout, TableAppender>, options)
  }

  run(run: ObservedRun): void {
    const fault = runFault(this.#options.source, run)
    if (fault) {
      this.fault(fault)
      return
    }
    const seq = this.#runs++
    this.#appenders.run.add(
      ...[seq, run.run, run.job, run.startMs, run.endMs, run.cpuHours, run.priority, flag(run.movable)],
      ...[flag(run.failed), this.#place(run.place), run.readBytes, run.writtenBytes, hashOf(run)],
    )
    for (const input of run.inputs) this.#access(seq, 0, input)
    for (const output of run.outputs) this.#access(seq, 1, output)
  }

  #access(
    run: number,
    written: number,
    {table, place, partitions, bytes, bytesFrom, weightBytes}: ObservedAccess,
  ): void {
    const pieces = partitions?.length ? partitions : [undefined]
    const sole = pieces.length === 1 ? bytes : undefined
    const isOpen = pieces.some(piece => (piece?.bytes ?? sole) === undefined)
    const access = this.#accesses++
    const [name, placed] = [this.#names.numberOf(table), this.#place(place)]
    const from = provenances.indexOf(bytesFrom ?? 'exact')
    for (const piece of pieces) {
      const dayFrom = piece && provenances.indexOf(piece.dayFrom)
      const own = piece?.bytes ?? sole
      this.#appenders.piece.add(
        ...[run, access, written, name, placed, piece?.day, dayFrom, flag(isOpen), own, bytes, from, weightBytes],
      )
    }
  }

  table(table: ObservedTable): void {
    for (const column of ['storedBytes', 'partitionBytes', 'retentionDays'] as const) {
      const value = table[column]
      if (value !== undefined && !isBytes(value)) {
        this.fault(amountFault(this.#options.source, column, value, `table ${table.table}`))
        return
      }
    }
    const said = Object.keys(table.place).length === 0 ? undefined : this.#place(table.place)
    this.#appenders.said_table.add(
      ...[this.#said++, this.#names.numberOf(table.table), said, table.storedBytes],
      ...[table.partitionBytes, table.retentionDays, flag(table.partitioned), flag(table.replicable)],
    )
  }

  partition(table: string, day: Day, bytes: number): void {
    const {source} = this.#options
    if (!isDay(day)) this.fault(dayFault(source, day, table))
    else if (!isBytes(bytes)) this.fault(amountFault(source, 'bytes', bytes, `a partition of table ${table}`))
    else this.#appenders.said_partition.add(this.#said++, this.#names.numberOf(table), day, bytes)
  }

  project({project, region, pinned, allowedRegions}: ObservedProject): void {
    this.#appenders.said_project.add(this.#said++, project, region, flag(pinned), allowedRegions?.join(';'))
  }

  dependency(table: string, upstream: string, job?: string): void {
    this.#appenders.said_dependency.add(this.#names.numberOf(table), this.#names.numberOf(upstream), job)
  }

  /** A drop that a later export shows again is the same one: its identity is what it was, or else where it stood. */
  drop({reason, bytes, startMs, file, row, value}: Drop): void {
    const day = startMs === undefined ? undefined : Math.floor(startMs / MS_PER_DAY)
    const identity =
      value === undefined
        ? `${file?.replace(/^.*\//, '') ?? ''}:${row ?? ''}`
        : `${value.slice(0, VALUE_CHARACTERS)}|${startMs ?? ''}`
    const amount = bytes !== undefined && bytes >= 0 ? bytes : 0
    this.#appenders.said_drop.add(reason, value?.slice(0, VALUE_CHARACTERS), identity, day, amount)
  }

  fault(finding: Finding): void {
    const {kind, file, row, value} = finding
    if (!this.#options.skipBroken) this.findings.add(finding)
    else this.drop({reason: `broken: ${kind}`, file, value: value ?? file, ...(row === undefined ? {} : {row})})
  }

  async flush(): Promise<void> {
    for (const appender of Object.values(this.#appenders)) appender.flush()
  }

  /** Ends the staging: the tables are whole. */
  close(): void {
    for (const appender of Object.values(this.#appenders)) appender.close()
  }

  #place(place: Place): number {
    return this.#places.numberOf(placeKey(place))
  }
}

const flag = (value: boolean | undefined): number | undefined => (value === undefined ? undefined : value ? 1 : 0)

/** What decides between two tellings of a run that ended at once. */
const hashOf = (run: ObservedRun): string => createHash('sha1').update(JSON.stringify(run)).digest('base64')
