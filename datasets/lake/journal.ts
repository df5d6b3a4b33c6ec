import {existsSync} from 'node:fs'
import {mkdir, readFile, rename, rm, rmdir} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {syncPath, writeDurably} from '../durable/sync.js'
import {journalFile} from './layout.js'

/** A commit of many files at once: paths relative to the lake. */
export interface Commit {
  readonly renames: readonly {readonly from: string; readonly to: string}[]
  readonly removals: readonly string[]
}

/**
 * True where an ingest into the lake was cut off in the middle of its commit: some files are of before it and some of after it. The
 * next ingest completes it.
 */
export function interruptedCommit(folder: string): boolean {
  return existsSync(join(folder, journalFile))
}

/**
 * Puts files that are complete (and on disk) in place, all or none: the journal that lists them appears in one step, and from then on
 * `completeCommit` can finish the work, however often it is cut off.
 *
 * @param staging folder within the lake, for the journal while it is written
 * @param atStep told that the journal is there, and of each file that is in place
 */
export async function commitFiles(
  lake: string,
  staging: string,
  commit: Commit,
  atStep: (step: string) => void,
): Promise<void> {
  const draft = join(lake, staging, 'commit.json')
  await writeDurably(draft, `${JSON.stringify(commit)}\n`)
  await syncPath(join(lake, staging))
  await rename(draft, join(lake, journalFile))
  await syncPath(lake)
  atStep('journal')
  await completeCommit(lake, atStep)
}

/** Finishes a commit that was cut off; does nothing where there is none. */
export async function completeCommit(lake: string, atStep: (step: string) => void = () => undefined): Promise<void> {
  if (!interruptedCommit(lake)) return
  const {renames, removals} = JSON.parse(await readFile(join(lake, journalFile), 'utf8')) as Commit
  const changed = new Set<string>()
  for (const {from, to} of renames) {
    const target = join(lake, to)
    await mkdir(dirname(target), {recursive: true})
    if (existsSync(join(lake, from))) await rename(join(lake, from), target)
    changed.add(dirname(to))
    atStep(`in place: ${to}`)
  }
  for (const path of removals) {
    await rm(join(lake, path), {force: true})
    changed.add(dirname(path))
    atStep(`removed: ${path}`)
  }
  for (const folder of new Set([...changed].flatMap(withParents))) {
    if (existsSync(join(lake, folder))) await syncPath(join(lake, folder))
  }
  for (const folder of changed) if (folder.includes('/')) await removeIfEmpty(join(lake, folder))
  await rm(join(lake, journalFile))
  await syncPath(lake)
}

/** `a/b` → `a/b`, `a`, `.` */
function withParents(folder: string): string[] {
  const parents = [folder]
  while (parents.at(-1) !== '.') parents.push(dirname(parents.at(-1)!))
  return parents
}

async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error
  })
}
