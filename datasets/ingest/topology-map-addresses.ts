import {isIP} from 'node:net'

/** Addresses that begin with these bits: `4` or `6` for the version, then zeros and ones. */
export type AddressRange = string

/** The addresses of `10.8.0.0/16`, `2001:db8::/32` or a single one; undefined where the text is none of these. */
export function addressRange(text: string): AddressRange | undefined {
  const [address = '', length, ...more] = text.split('/')
  const bits = addressBits(address)
  if (bits === undefined || more.length > 0) return undefined
  if (length === undefined) return bits
  if (!/^\d{1,3}$/.test(length) || Number(length) >= bits.length) return undefined
  return bits.slice(0, 1 + Number(length))
}

/** Version and bits of an address. A version 4 address that is written as version 6 (`::ffff:10.8.0.4`) counts as what it is. */
export function addressBits(address: string): string | undefined {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  const version = isIP(plain)
  if (version === 4)
    return `4${plain
      .split('.')
      .map(octet => binary(Number(octet), 8))
      .join('')}`
  if (version === 6)
    return `6${groups(plain)
      .map(group => binary(group, 16))
      .join('')}`
  return undefined
}

/** The 8 groups of a version 6 address. */
function groups(address: string): number[] {
  const [head = '', tail] = address.split('::')
  const before = half(head)
  if (tail === undefined) return before
  const after = half(tail)
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after]
}

function half(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap(group => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)]
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
    return [a * 256 + b, c * 256 + d]
  })
}

const binary = (value: number, digits: number): string => value.toString(2).padStart(digits, '0')

/** Numbers filed by ranges of addresses, found once for each length of range. */
export class AddressIndex {
  readonly #byRange = new Map<AddressRange, number[]>()
  readonly #lengths = new Set<number>()

  add(range: AddressRange, value: number): void {
    const values = this.#byRange.get(range)
    if (values === undefined) this.#byRange.set(range, [value])
    else values.push(value)
    this.#lengths.add(range.length)
  }

  /** What is filed by ranges that hold the address. */
  find(bits: string): number[] {
    return [...this.#lengths].flatMap(length =>
      length <= bits.length ? (this.#byRange.get(bits.slice(0, length)) ?? []) : [],
    )
  }

  get isEmpty(): boolean {
    return this.#byRange.size === 0
  }
}
