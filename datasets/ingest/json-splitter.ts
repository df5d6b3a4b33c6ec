import {Buffer} from 'node:buffer'

/** One top-level object of a JSON document, or what stands where one should be. */
export interface JsonPiece {
  /** Text of the object; absent where it is longer than the limit. */
  readonly bytes?: Buffer
  readonly byteLength: number
  /** Line of the file on which it begins, from 1. */
  readonly row: number
  /** False where it is no object: a number, a stray word, an object whose end is missing. */
  readonly isObject: boolean
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]
const newline = 0x0a

/**
 * Cuts a stream of UTF-8 into its top-level objects: one object, several one after the other, or lists of them, however
 * they are laid out. It only counts brackets; whether a piece is JSON shows when it is parsed.
 */
export class JsonSplitter {
  readonly #mostBytes: number
  #row = 1
  #startRow = 1
  /** Brackets open in the piece; 0 outside of objects. */
  #depth = 0
  #inString = false
  #isEscaped = false
  #inList = false
  #inStray = false
  #parts: Uint8Array[] = []
  #partBytes = 0
  #pieces: JsonPiece[] = []

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  /** The pieces that the chunk completes. */
  add(chunk: Uint8Array): readonly JsonPiece[] {
    let from = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (byte === newline) this.#row++
      if (this.#depth > 0) {
        this.#inside(byte)
        if (this.#depth === 0) this.#finish(chunk.subarray(from, at + 1), true)
        continue
      }
      const isMark = byte === openBrace || byte === openBracket || byte === closeBracket || byte === comma
      const isBlank = byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09
      if (this.#inStray && (isMark || byte === newline)) this.#finish(chunk.subarray(from, at), false)
      if (byte === openBrace) {
        this.#begin()
        this.#depth = 1
        from = at
      } else if (byte === openBracket && !this.#inList) this.#inList = true
      else if (byte === closeBracket && this.#inList) this.#inList = false
      else if (!isBlank && byte !== comma && !this.#inStray) {
        this.#begin()
        this.#inStray = true
        from = at
      }
    }
    if (this.#depth > 0 || this.#inStray) this.#keep(chunk.subarray(from))
    return this.#take()
  }

  /** What is left open at the end. */
  end(): readonly JsonPiece[] {
    if (this.#depth > 0 || this.#inStray) this.#finish(new Uint8Array(0), false)
    else if (this.#inList) this.#pieces.push({byteLength: 0, row: this.#row, isObject: false, bytes: Buffer.alloc(0)})
    return this.#take()
  }

  #inside(byte: number): void {
    if (this.#inString) {
      if (this.#isEscaped) this.#isEscaped = false
      else if (byte === backslash) this.#isEscaped = true
      else if (byte === quote) this.#inString = false
    } else if (byte === quote) this.#inString = true
    else if (byte === openBrace || byte === openBracket) this.#depth++
    else if (byte === closeBrace || byte === closeBracket) this.#depth--
  }

  #begin(): void {
    this.#startRow = this.#row
    this.#inString = false
    this.#isEscaped = false
  }

  #keep(part: Uint8Array): void {
    this.#partBytes += part.length
    if (this.#partBytes > this.#mostBytes) this.#parts = []
    else this.#parts.push(part)
  }

  #finish(part: Uint8Array, isObject: boolean): void {
    this.#keep(part)
    const [byteLength, row] = [this.#partBytes, this.#startRow]
    const isHeld = byteLength <= this.#mostBytes
    this.#pieces.push({byteLength, row, isObject, ...(isHeld ? {bytes: Buffer.concat(this.#parts)} : {})})
    this.#parts = []
    this.#partBytes = 0
    this.#depth = 0
    this.#inStray = false
  }

  #take(): readonly JsonPiece[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }
}
