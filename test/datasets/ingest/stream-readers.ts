import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {inputFiles} from '../../../datasets/ingest/input-files.js'
import {defaultLimits, type StreamLimits} from '../../../datasets/ingest/intake.js'
import {jsonEvents} from '../../../datasets/ingest/json-events.js'
import {lineBatches} from '../../../datasets/ingest/text-lines.js'
import type {Finding} from '../../../model/errors.js'

/** Where the files of a test are. */
export const folder = mkdtempSync(join(tmpdir(), 'isthmus-streams-'))

let written = 0
export function fileOf(content: string | Uint8Array, name = `file-${written++}`) {
  const path = join(folder, name)
  writeFileSync(path, content)
  return inputFiles([path])[0]!
}

async function read<T>(
  stream: typeof lineBatches | typeof jsonEvents,
  content: string | Uint8Array,
  limits: Partial<StreamLimits> = {},
) {
  const faults: Finding[] = []
  const all: T[] = []
  let bytes = 0
  const file = fileOf(content)
  const options = {
    limits: {...defaultLimits, ...limits},
    signal: new AbortController().signal,
    fault: (finding: Finding) => void faults.push(finding),
    onBytes: (read: number) => {
      bytes += read
    },
  }
  for await (const batch of stream(file, options)) for (const one of batch) all.push(one as T)
  return {all, faults, kinds: faults.map(({kind, row}) => (row === undefined ? kind : `${kind}@${row}`)), bytes}
}
/** All lines of a file with this content, and its faults. */
export const lines = (content: string | Uint8Array, limits?: Partial<StreamLimits>) =>
  read<{text: string; row: number; unterminated?: true}>(lineBatches, content, limits)
/** All JSON events of a file with this content, and its faults. */
export const events = (content: string | Uint8Array, limits?: Partial<StreamLimits>) =>
  read<{value: Record<string, unknown>; row: number}>(jsonEvents, content, limits)

export function removeFiles(): void {
  rmSync(folder, {recursive: true})
}
