import {createHash} from 'node:crypto'

/**
 * A number in [0, 1) that depends on nothing but the seed, what is chosen and the name it is chosen for: the first 48 bits
 * of SHA-256 over `SEED\nCHOICE\nNAME` (UTF-8), as a fraction. Anyone can recompute it.
 */
export function seededFraction(seed: number, choice: string, name: string): number {
  return createHash('sha256').update(`${seed}\n${choice}\n${name}`).digest().readUIntBE(0, 6) / 2 ** 48
}

/** Indices of the names by rising fraction (ties: lower index first). */
export function seededOrder(seed: number, choice: string, names: readonly string[]): Int32Array {
  const fraction = Float64Array.from(names, name => seededFraction(seed, choice, name))
  return Int32Array.from(names, (_, i) => i).sort((a, b) => fraction[a]! - fraction[b]! || a - b)
}
