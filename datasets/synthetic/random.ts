/**
 * Seeded random numbers: xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS
 * 47(4), 2021; reference code https://prng.di.unimi.it/xoshiro128starstar.c), its four words of state filled by SplitMix32
 * (Steele, Lea and Flood, OOPSLA 2014, with the 32-bit finalizer of MurmurHash3). Period 2^128 - 1; not for cryptography.
 */
export class Random {
  private a: number
  private b: number
  private c: number
  private d: number

  /** Different lists of seeds give independent streams. Seeds are taken as 32-bit integers. */
  constructor(...seeds: readonly number[]) {
    let state = 0
    for (const seed of seeds) state = hash32(state, seed)
    const next = (): number => {
      state = (state + 0x9e3779b9) | 0
      return scramble(state)
    }
    this.a = next()
    this.b = next()
    this.c = next()
    this.d = next() | 1
  }

  /** A generator in the given state (four 32-bit words, not all zero). */
  static ofState(a: number, b: number, c: number, d: number): Random {
    const random = new Random()
    random.a = a
    random.b = b
    random.c = c
    random.d = d
    return random
  }

  /** Integer in [0, 2^32). */
  uint32(): number {
    const scaled = Math.imul(this.b, 5)
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9)
    const shifted = this.b << 9
    this.c ^= this.a
    this.d ^= this.b
    this.b ^= this.c
    this.a ^= this.d
    this.c ^= shifted
    this.d = (this.d << 11) | (this.d >>> 21)
    return result >>> 0
  }

  /** Number in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5
    return (high * 67108864 + (this.uint32() >>> 6)) / 9007199254740992
  }

  /** Number in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform()
  }

  /** Integer in [0, count). */
  below(count: number): number {
    return Math.floor(this.uniform() * count)
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability
  }

  /** Standard normal (Marsaglia's polar method; the second number is thrown away so that a call has no memory). */
  normal(): number {
    for (;;) {
      const x = 2 * this.uniform() - 1
      const y = 2 * this.uniform() - 1
      const r = x * x + y * y
      if (r > 0 && r < 1) return x * Math.sqrt((-2 * Math.log(r)) / r)
    }
  }

  /** Log-normal with median 1: exp(sigma · N(0, 1)). */
  logNormal(sigma: number): number {
    return Math.exp(sigma * this.normal())
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform())
  }

  /** Pareto with P(X > x) ∝ x^-exponent, cut off to [low, high] (inverse of its distribution function). */
  pareto(exponent: number, low: number, high: number): number {
    const tail = 1 - Math.exp(exponent * Math.log(low / high))
    return low * Math.exp(-Math.log(1 - this.uniform() * tail) / exponent)
  }

  /** Rank in [0, count) with P(rank) roughly ∝ (rank + 1)^-exponent (inverse of the continuous law on [1, count + 1); exponent not 1). */
  zipf(count: number, exponent: number): number {
    const power = 1 - exponent
    const top = Math.exp(power * Math.log(count + 1))
    const x = Math.exp(Math.log(1 + this.uniform() * (top - 1)) / power)
    return Math.min(count - 1, Math.floor(x) - 1)
  }

  /** Poisson count (Knuth's product method; a mean above 30 is split, as sums of Poisson counts are Poisson). */
  poisson(mean: number): number {
    let total = 0
    let rest = mean
    while (rest > 0) {
      const part = Math.min(rest, 30)
      rest -= part
      const floor = Math.exp(-part)
      for (let product = this.uniform(); product > floor; product *= this.uniform()) total++
    }
    return total
  }

  /** Index drawn by weight; `cumulative[i]` is the sum of the weights up to and including i. */
  weighted(cumulative: {readonly length: number; readonly [index: number]: number}): number {
    const target = this.uniform() * cumulative[cumulative.length - 1]!
    let low = 0
    let high = cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (cumulative[middle]! > target) high = middle
      else low = middle + 1
    }
    return low
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle(items: Int32Array): Int32Array {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const kept = items[i]!
      items[i] = items[j]!
      items[j] = kept
    }
    return items
  }
}

/** The 32-bit finalizer of MurmurHash3: a bijection whose output looks random. */
function scramble(value: number): number {
  let x = value
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}

/** Hash of two 32-bit integers: random access into a stream of noise, e.g. by table and day. */
export function hash32(a: number, b: number): number {
  return scramble((Math.imul(scramble(a + 0x9e3779b9), 31) + b + 0x7f4a7c15) | 0)
}

/** Roughly normal noise (mean 0, variance 1, within ±3.5) from the four bytes of a hash: their sum, centred and scaled. */
export function noiseOf(hash: number): number {
  const sum = (hash & 255) + ((hash >>> 8) & 255) + ((hash >>> 16) & 255) + (hash >>> 24)
  return (sum - 510) / 147.8
}
