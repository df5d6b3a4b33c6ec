import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import type {Adapter, AdapterOptions} from '../../../datasets/ingest/intake.js'
import {adapterOptions, RecordingIntake} from '../ingest/recording-intake.js'

/** What the adapter makes of these files (by path in a folder): one told to the intake after the other. */
export async function readWith(
  adapter: Adapter,
  files: Readonly<Record<string, string | Uint8Array>>,
  changes: Partial<AdapterOptions> = {},
): Promise<RecordingIntake> {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-adapter-test-'))
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), {recursive: true})
      writeFileSync(join(folder, name), content)
    }
    const intake = new RecordingIntake()
    await adapter.read([folder], intake, adapterOptions(changes))
    return intake
  } finally {
    rmSync(folder, {recursive: true})
  }
}

/** Objects, one a line. */
export function lines(values: readonly unknown[]): string {
  return values.map(value => `${JSON.stringify(value)}\n`).join('')
}
