/** The largest window that the format asks a decoder to take without being told to (`zstd --long=27`). */
const largestWindowBytes = 128 << 20
/** Largest block of the format, packed or unpacked. */
export const largestZstdBlockBytes = 128 << 10

/**
 * Follows the frames of a zstd stream (RFC 8878 section 3.1) as its bytes go by: it knows whether the stream may end here, and
 * refuses what would need memory beyond any bound: windows over 128 MiB and blocks over 128 KiB.
 */
export class ZstdFrames {
  #state: 'frame' | 'block' | 'skip' = 'frame'
  #head: number[] = []
  #skipBytes = 0
  #afterSkip: 'frame' | 'block' = 'frame'
  #hasChecksum = false

  /** True where a frame has just ended. */
  get mayEnd(): boolean {
    return this.#state === 'frame' && this.#head.length === 0
  }

  /** @throws Error that says what is wrong with the stream */
  add(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#state === 'skip') {
        const bytes = Math.min(this.#skipBytes, chunk.length - at)
        at += bytes
        this.#skipBytes -= bytes
        if (this.#skipBytes === 0) this.#state = this.#afterSkip
      } else {
        this.#head.push(chunk[at++]!)
        if (this.#state === 'frame') this.#frame()
        else if (this.#head.length === 3) this.#block()
      }
    }
  }

  #frame(): void {
    const head = this.#head
    if (head.length < 5) return
    const magic = littleEndian(head, 0, 4)
    if (magic >= 0x184d2a50 && magic <= 0x184d2a5f) {
      if (head.length === 8) this.#skip(littleEndian(head, 4, 4), 'frame')
      return
    }
    if (magic !== 0xfd2fb528) throw new Error('what follows a frame is no zstd')
    const flags = head[4]!
    const isSingleSegment = (flags & 0x20) !== 0
    const dictionaryBytes = [0, 1, 2, 4][flags & 3]!
    const contentBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6]!
    const windowAt = 5
    const contentAt = windowAt + (isSingleSegment ? 0 : 1) + dictionaryBytes
    if (head.length < contentAt + contentBytes) return
    if ((flags & 8) !== 0) throw new Error('a reserved bit is set')
    if (dictionaryBytes > 0 && littleEndian(head, contentAt - dictionaryBytes, dictionaryBytes) !== 0)
      throw new Error('it needs a dictionary')
    const base = 2 ** (10 + (head[windowAt]! >> 3))
    const windowBytes = isSingleSegment
      ? littleEndian(head, contentAt, contentBytes)
      : base + (base / 8) * (head[windowAt]! & 7)
    if (windowBytes > largestWindowBytes) throw new Error(`its window of ${windowBytes} bytes is over 128 MiB`)
    this.#hasChecksum = (flags & 4) !== 0
    this.#head = []
    this.#state = 'block'
  }

  #block(): void {
    const head = littleEndian(this.#head, 0, 3)
    const isLast = (head & 1) !== 0
    const type = (head >> 1) & 3
    const blockBytes = head >> 3
    if (type === 3) throw new Error('a block has a reserved type')
    if (blockBytes > largestZstdBlockBytes) throw new Error(`a block of ${blockBytes} bytes is over 128 KiB`)
    const bodyBytes = type === 1 ? 1 : blockBytes
    this.#skip(bodyBytes + (isLast && this.#hasChecksum ? 4 : 0), isLast ? 'frame' : 'block')
  }

  #skip(bytes: number, next: 'frame' | 'block'): void {
    this.#head = []
    this.#skipBytes = bytes
    this.#afterSkip = next
    this.#state = bytes === 0 ? next : 'skip'
  }
}

function littleEndian(bytes: readonly number[], from: number, count: number): number {
  let value = 0
  for (let i = from + count - 1; i >= from; i--) value = value * 256 + bytes[i]!
  return value
}
