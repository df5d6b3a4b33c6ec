import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {indexEntries} from '../../../algorithms/online/entries.js'
import {EntryHeap} from '../../../algorithms/online/entry-heap.js'
import {EntryLists} from '../../../algorithms/online/entry-lists.js'
import {smallTrace} from './small-trace.js'

describe('EntryHeap', () => {
  test('has the least key on top, ties by the lower entry, through any puts, changes and removals', () => {
    const step = fc.record({entry: fc.nat(11), key: fc.nat(5), isRemoval: fc.boolean()})
    fc.assert(
      fc.property(fc.array(step, {maxLength: 60}), steps => {
        const heap = new EntryHeap(12)
        const keys = new Map<number, number>()
        for (const {entry, key, isRemoval} of steps) {
          if (isRemoval) {
            heap.remove(entry)
            keys.delete(entry)
          } else {
            heap.put(entry, key)
            keys.set(entry, key)
          }
          const [least] = [...keys].sort((a, b) => a[1] - b[1] || a[0] - b[0])
          expect(heap.top).toBe(least?.[0] ?? -1)
        }
      }),
    )
  })
})

describe('EntryLists', () => {
  test('keep their order like arrays do', () => {
    const step = fc.record({entry: fc.nat(8), list: fc.nat(2)})
    fc.assert(
      fc.property(fc.array(step, {maxLength: 60}), steps => {
        const lists = new EntryLists(9, 3)
        const arrays: number[][] = [[], [], []]
        for (const {entry, list} of steps) {
          const on = arrays.findIndex(array => array.includes(entry))
          expect(lists.has(entry)).toBe(on >= 0)
          if (on >= 0) {
            lists.remove(entry)
            arrays[on].splice(arrays[on].indexOf(entry), 1)
          } else {
            lists.pushFront(list, entry)
            arrays[list].unshift(entry)
          }
          arrays.forEach((array, l) => {
            const walked: number[] = []
            for (let at = lists.back(l); at >= 0; at = lists.newer(at)) walked.unshift(at)
            expect(walked).toEqual(array)
          })
        }
      }),
    )
  })
})

describe('indexEntries', () => {
  test('numbers by region, then item, and leaves out what is read at home or may not be replicated', () => {
    const steps = [
      {item: 1, region: 2},
      {item: 0, region: 0},
      {item: 2, region: 1},
      {item: 0, region: 2},
      {item: 1, region: 1},
      {item: 1, region: 2},
    ]
    const trace = {...smallTrace({bytes: [1, 1, 1], prices: [0, 1, 1], steps}), itemReplicable: Uint8Array.of(1, 1, 0)}
    const entries = indexEntries(trace)
    expect(entries.count).toBe(3)
    expect(Array.from(entries.ofAccess)).toEqual([2, -1, -1, 1, 0, 2])
    expect(Array.from(entries.regionStart)).toEqual([0, 0, 1, 3])
    expect(Array.from(entries.region)).toEqual([1, 2, 2])
    expect(Array.from(entries.itemStart)).toEqual([0, 1, 3, 3])
    expect(Array.from(entries.itemEntry)).toEqual([1, 2, 0])
  })
})
