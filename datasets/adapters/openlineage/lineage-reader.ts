import type {Intake} from '../../ingest/intake.js'
import {objectAt} from '../../ingest/json-fields.js'
import {CatalogueEvents} from './catalogue-events.js'
import {datasetOf, datasetsOf, type LineageDataset} from './dataset.js'
import {DatasetIdentities} from './dataset-identity.js'
import {jobKeyOf} from './job-key.js'
import {tellRun} from './leaving-run.js'
import {isFromSpark, jobOf, runEventOf} from './run-event.js'
import {RunWindow, type WindowLimits, windowLimits} from './run-window.js'
import {TableAliases} from './table-aliases.js'

/** Takes events one by one and tells the intake what they show. */
export class LineageReader {
  readonly #intake: Intake
  readonly #timeZone: string
  readonly #identities = new DatasetIdentities()
  readonly #aliases = new TableAliases()
  readonly #runs: RunWindow
  readonly #catalogue: CatalogueEvents

  /** @param timeZone IANA zone of times without one */
  constructor(intake: Intake, timeZone: string, limits: WindowLimits = windowLimits) {
    this.#intake = intake
    this.#timeZone = timeZone
    this.#runs = new RunWindow(limits, run => tellRun(run, intake, this.#aliases))
    this.#catalogue = new CatalogueEvents(intake, this.#aliases)
  }

  /** Takes a RunEvent, a JobEvent or a DatasetEvent. */
  add(event: Record<string, unknown>, file: string, row: number): void {
    if (objectAt(event, 'run') !== undefined) this.#addRunEvent(event, file, row)
    else if (objectAt(event, 'job') !== undefined && event.eventType === undefined) this.#addJobEvent(event, file, row)
    else if (objectAt(event, 'dataset') !== undefined) this.#addDatasetEvent(event, file, row)
    else {
      const message = 'the event is of no run, job or dataset'
      this.#intake.fault({
        kind: 'no-run',
        file,
        row,
        message,
        advice: 'Give OpenLineage events: each has a `run`, a `job` or a `dataset`.',
      })
    }
  }

  /** Tells the intake of all that is left. */
  end(): void {
    this.#runs.end()
    this.#catalogue.end()
  }

  #addRunEvent(value: Record<string, unknown>, file: string, row: number): void {
    const event = runEventOf(value, this.#timeZone, this.#identities)
    if ('kind' in event) {
      this.#intake.fault({file, row, ...event})
      return
    }
    this.#note([...event.inputs, ...event.outputs], event.unnamed, file, row)
    for (const {identity, renamedFrom} of event.outputs) {
      if (renamedFrom !== undefined) this.#catalogue.addPair(identity.table, renamedFrom, jobKeyOf(event.job))
    }
    this.#dropMany('more datasets than are told apart in a run', this.#runs.add(event, file, row), file, row)
  }

  #addJobEvent(value: Record<string, unknown>, file: string, row: number): void {
    const job = jobOf(value)
    if (job === undefined) {
      const message = 'the event has no job.name'
      this.#intake.fault({
        kind: 'no-job',
        file,
        row,
        column: 'job.name',
        message,
        advice: 'Mend the producer, or leave the event out.',
      })
      return
    }
    const inputs = datasetsOf(value, 'input', isFromSpark(value), this.#identities)
    const outputs = datasetsOf(value, 'output', isFromSpark(value), this.#identities)
    this.#note([...inputs.datasets, ...outputs.datasets], inputs.unnamed + outputs.unnamed, file, row)
    this.#dropMany(
      'more lineage than is told apart in a job',
      this.#catalogue.addJob(job, inputs.datasets, outputs.datasets),
      file,
      row,
    )
  }

  #addDatasetEvent(value: Record<string, unknown>, file: string, row: number): void {
    const dataset = datasetOf(value.dataset, 'output', false, this.#identities)
    this.#note(dataset === undefined ? [] : [dataset], dataset === undefined ? 1 : 0, file, row)
    if (dataset !== undefined && !this.#catalogue.addTable(dataset)) {
      this.#intake.drop({reason: dataset.dropped!, file, row, value: dataset.identity.table})
    }
  }

  /** Learns the names of tables, and counts what is wrong with the datasets. */
  #note(datasets: readonly LineageDataset[], unnamed: number, file: string, row: number): void {
    this.#dropMany('dataset without a name', unnamed, file, row)
    for (const {identity, hasBrokenSize} of datasets) {
      if (identity.alias !== undefined) this.#aliases.add(identity.alias, identity.table)
      if (hasBrokenSize)
        this.#intake.drop({reason: 'size that is no number of bytes', file, row, value: identity.table})
    }
  }

  #dropMany(reason: string, count: number, file: string, row: number): void {
    for (let i = 0; i < count; i++) this.#intake.drop({reason, file, row})
  }
}
