import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {BadInput, IsthmusError} from '../../../model/errors.js'

/** `job submit input shuffle output path`, a space between them, as a line of a trace. */
export function traceLine(job: string): string {
  const [id, submit, input, shuffle, output, path] = job.split(' ')
  return [id, submit, '0', input, shuffle, output, path, '', ''].join('\t')
}

export function traceOf(...jobs: readonly string[]): string {
  return jobs.map(job => `${traceLine(job)}\n`).join('')
}

/** A temporary folder for traces and histories. */
export async function workFolder() {
  const root = await mkdtemp(join(tmpdir(), 'isthmus-swim-'))
  return {
    path: (name: string) => join(root, name),
    async write(name: string, content: string | Uint8Array): Promise<string> {
      await writeFile(join(root, name), content)
      return join(root, name)
    },
    remove: () => rm(root, {recursive: true}),
  }
}

/** Every file of a folder. */
export async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  return Object.fromEntries(await Promise.all(names.map(async n => [n, await readFile(join(folder, n), 'latin1')])))
}

/** Rows of a plain CSV file, without the header. */
export async function rowsOf(folder: string, table: string): Promise<string[][]> {
  const lines = (await readFile(join(folder, `${table}.csv`), 'utf8')).trimEnd().split('\n')
  return lines.slice(1).map(line => line.split(','))
}

/** The error that a conversion ends with. */
export async function errorOf(conversion: Promise<unknown>): Promise<IsthmusError> {
  const error = await conversion.then(
    () => undefined,
    (e: unknown) => e,
  )
  if (error instanceof IsthmusError) return error
  throw new Error(`no IsthmusError but ${String(error)}`)
}

/** Kind, line, column and value of each finding. */
export async function findingsOf(conversion: Promise<unknown>): Promise<string[]> {
  const error = await errorOf(conversion)
  if (!(error instanceof BadInput)) throw error
  return error.findings.map(f => [f.kind, f.row, f.column, f.value].filter(part => part !== undefined).join(' | '))
}
