import {type Finding, IsthmusError} from '../../../model/errors.js'
import {shownValue} from '../../history/findings.js'
import {type InputFile, inputFiles} from '../../ingest/input-files.js'
import type {Adapter, AdapterOptions, Intake} from '../../ingest/intake.js'
import {readProgress} from '../../ingest/read-progress.js'
import {withTemporaryDatabase} from '../../ingest/temporary-database.js'
import {type LineOptions, lineBatches, type TextLine} from '../../ingest/text-lines.js'
import {type AuditTables, createAuditTables, joinAuditTables} from './audit-database.js'
import {AuditRecorder} from './audit-recorder.js'
import {type FsimageReader, fsimageReader} from './fsimage-header.js'
import {tellRuns, tellSizes} from './tell-runs.js'

/**
 * Audit logs of HDFS name nodes, and delimited exports of an fsimage (known by their header) for the sizes of the files. Paths in both
 * have no name node: `--map namenode=hdfs://nn-a:8020` puts one before them.
 */
export const hdfsAuditAdapter: Adapter = {
  kind: 'hdfs-audit',
  describe:
    'HDFS audit logs of a name node, with `hdfs oiv -p Delimited` exports for sizes (--map namenode=hdfs://HOST:PORT)',
  async read(paths: readonly string[], intake: Intake, options: AdapterOptions): Promise<void> {
    const nameNode = nameNodeOf(options.map)
    const files = inputFiles(paths)
    const onBytes = readProgress(files, options.onProgress)
    const fault = (finding: Finding) => intake.fault(finding)
    await withTemporaryDatabase(options.signal, async database => {
      const tables = await createAuditTables(database)
      for (const file of files) {
        await readFile(file, {...options, fault, onBytes}, intake, tables, {nameNode, timeZone: options.timeZone})
        await intake.flush()
      }
      tables.operation.close()
      tables.file.close()
      await joinAuditTables(database)
      await tellSizes(database, intake)
      await tellRuns(database, intake)
    })
  },
}

function nameNodeOf(map: ReadonlyMap<string, string>): string {
  const others = [...map.keys()].filter(key => key !== 'namenode')
  if (others.length > 0) {
    const message = `--map ${others.join(', ')}: HDFS audit logs have no columns to map`
    throw new IsthmusError('usage', message, 'Give only namenode=hdfs://HOST:PORT, or no --map.')
  }
  const nameNode = map.get('namenode') ?? ''
  if (nameNode !== '' && !/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]+\/*$/.test(nameNode)) {
    const message = `--map namenode=${nameNode} is no file system`
    throw new IsthmusError('usage', message, 'Give it as hdfs://HOST:PORT or hdfs://NAMESERVICE.')
  }
  return nameNode.replace(/\/+$/, '')
}

async function readFile(
  file: InputFile,
  options: LineOptions,
  intake: Intake,
  tables: AuditTables,
  context: {readonly nameNode: string; readonly timeZone: string},
): Promise<void> {
  const recorder = new AuditRecorder(file.file, tables, intake, context)
  let image: FsimageReader | undefined
  let isFirst = true
  for await (const batch of lineBatches(file, options)) {
    let lines: readonly TextLine[] = batch
    if (isFirst) {
      isFirst = false
      image = fsimageReader(batch[0]!.text)
      if (image !== undefined) lines = batch.slice(1)
    }
    for (const line of lines) {
      if (image === undefined) recorder.line(line)
      else if (line.text !== '') readFileRow(image, line, file, recorder, intake)
    }
  }
  if (!isFirst && image === undefined) recorder.end()
}

function readFileRow(
  image: FsimageReader,
  {text, row}: TextLine,
  file: InputFile,
  recorder: AuditRecorder,
  intake: Intake,
): void {
  const read = image.read(text)
  if (read === undefined) {
    const message = 'the row of the fsimage has too few fields, no path or no size'
    const advice = 'Export it again with hdfs oiv -p Delimited.'
    intake.fault({kind: 'broken-row', file: file.file, row, value: shownValue(text), message, advice})
  } else if (read !== 'folder') recorder.file(read.path, read.bytes)
}
