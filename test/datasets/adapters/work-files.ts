import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll} from 'vitest'

/** A temporary folder for the tests of a file, and what writes files into it; both give paths. */
export function workFiles(): {readonly folder: string; write(name: string, content: string | Uint8Array): string} {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-adapter-test-'))
  afterAll(() => rmSync(folder, {recursive: true, force: true}))
  return {
    folder,
    write(name, content) {
      const path = join(folder, name)
      mkdirSync(dirname(path), {recursive: true})
      writeFileSync(path, content)
      return path
    },
  }
}

/** Whole numbers below a bound in a fixed order that looks random (mulberry32). */
export function seededNumbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}
