import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {MaxHeap} from '../../algorithms/heap.js'

const entry = fc.tuple(fc.integer({min: 0, max: 5}), fc.integer({min: 0, max: 3}), fc.integer({min: 0, max: 3}))

describe('MaxHeap', () => {
  test('pops by falling key, then rising item, then rising tag', () => {
    fc.assert(
      fc.property(fc.array(entry, {maxLength: 80}), entries => {
        const heap = new MaxHeap(2)
        for (const [key, item, tag] of entries) heap.push(key, item, tag)
        const popped: number[][] = []
        while (heap.size > 0) {
          popped.push([heap.topKey, heap.topItem, heap.topTag])
          heap.pop()
        }
        expect(popped).toEqual(entries.toSorted((a, b) => b[0] - a[0] || a[1] - b[1] || a[2] - b[2]))
      }),
    )
  })

  test('stays empty when popped while empty', () => {
    const heap = new MaxHeap()
    heap.pop()
    expect(heap.size).toBe(0)
    heap.push(1, 2, 3)
    expect([heap.size, heap.topKey, heap.topItem, heap.topTag]).toEqual([1, 1, 2, 3])
  })
})
