import type {Draw} from '../../algorithms/routing/index.js'

/** Whole numbers in [0, below) from a seed (mulberry32): the same on every machine. */
export function seededDraw(seed: number): Draw {
  let state = seed | 0
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}
