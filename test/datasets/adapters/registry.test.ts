import {readdirSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import {adapters} from '../../../datasets/adapters/registry.js'

const folder = resolve(import.meta.dirname, '../../../datasets/adapters')

describe('adapters', () => {
  it('each folder with an adapter is in the registry, under the name of the folder', () => {
    const folders = readdirSync(folder, {withFileTypes: true})
      .filter(entry => entry.isDirectory() && readdirSync(join(folder, entry.name)).includes('index.ts'))
      .map(({name}) => name)
    expect(adapters.map(({kind}) => kind).sort()).toEqual(folders.sort())
  })

  it('each describes itself in one line', () => {
    for (const {describe: text} of adapters) expect(text).toMatch(/^\S[^\n]{20,140}\S$/)
  })
})
