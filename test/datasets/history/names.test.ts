import fc from 'fast-check'
import {afterEach, expect, test} from 'vitest'
import {closestName} from '../../../datasets/history/closest-name.js'
import {openHistoryFolder} from '../../../datasets/history/index.js'
import {compareNames} from '../../../model/columns.js'
import {removeFolders, tiny, writeFolder} from './tiny-folder.js'

afterEach(removeFolders)

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

async function jobNames(names: readonly string[]) {
  const rows = names.map((name, i) => `run ${i},${quoted(name)},ads,no,2026-11-01T06:00:00Z`)
  const loaded = await openHistoryFolder(
    writeFolder({
      ...tiny,
      'runs.csv': `run,job,project,region,start\n${rows.join('\n')}\n`,
      'reads.csv': 'run,table,partition_date,bytes\n',
      'writes.csv': null,
    }),
  )
  const {names: ordered} = (await loaded.workload()).jobs
  const {jobNames: byAppearance} = loaded.history.runs
  loaded.close()
  return {ordered, byAppearance}
}

test('job rows are ordered by UTF-16 code units and history job names by first appearance, whatever the names', async () => {
  const nameArbitrary = fc.string({unit: 'grapheme', minLength: 1, maxLength: 6}).filter(name => !/[\0\r]/.test(name))
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(nameArbitrary, {minLength: 1, maxLength: 30}), async names => {
      const {ordered, byAppearance} = await jobNames(names)
      expect(byAppearance).toEqual(names)
      expect(ordered).toEqual(names.toSorted(compareNames))
    }),
    {numRuns: 8, seed: 1},
  )
})

test('characters beyond the basic plane come before the last ones in it, as in JavaScript', async () => {
  const names = ['\u{1F600}', '\uFFFD', '\uE000', 'a', '\uD7FF', 'a\nb', 'say "a"; b,c']
  const {ordered} = await jobNames(names)
  expect(ordered).toEqual(['a', 'a\nb', 'say "a"; b,c', '\uD7FF', '\u{1F600}', '\uE000', '\uFFFD'])
})

test('the closest name is offered only where it is close', () => {
  expect(closestName('raeds', ['runs', 'reads', 'writes'])).toBe('reads')
  expect(closestName('measurements', ['runs', 'reads', 'writes'])).toBeUndefined()
})
