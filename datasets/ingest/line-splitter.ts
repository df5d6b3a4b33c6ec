import {Buffer, isUtf8} from 'node:buffer'
import type {Finding} from '../../model/errors.js'
import {shownValue} from '../history/findings.js'

/** One line of a file, without its end (`\n` or `\r\n`). */
export interface TextLine {
  readonly text: string
  /** Number of the line in the file, from 1. */
  readonly row: number
  /** True for a last line that has no line end: it may have been cut off. */
  readonly unterminated?: true
}

const newline = 0x0a
const byteOrderMark = [0xef, 0xbb, 0xbf]

/**
 * Cuts chunks of UTF-8 into lines. A line that is longer than the limit is let go as it streams by: it is a fault, and so is one
 * that is not UTF-8.
 */
export class LineSplitter {
  readonly #mostBytes: number
  readonly #fault: (finding: Omit<Finding, 'file'>) => void
  #row = 1
  /** The beginning of a line whose end is in a later chunk. */
  #parts: Uint8Array[] = []
  #partBytes = 0
  #isTooLong = false
  #lines: TextLine[] = []

  constructor(mostBytes: number, fault: (finding: Omit<Finding, 'file'>) => void) {
    this.#mostBytes = mostBytes
    this.#fault = fault
  }

  /** The lines that the chunk completes. */
  add(chunk: Uint8Array): readonly TextLine[] {
    let from = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      this.#keep(chunk.subarray(from, end))
      this.#finishLine(false)
      this.#row++
      from = end + 1
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from))
    return this.#take()
  }

  /** The last line, where it has no end of its own. */
  end(): readonly TextLine[] {
    if (this.#partBytes > 0) this.#finishLine(true)
    return this.#take()
  }

  #keep(part: Uint8Array): void {
    this.#partBytes += part.length
    if (this.#partBytes > this.#mostBytes) {
      this.#isTooLong = true
      this.#parts = []
    } else this.#parts.push(part)
  }

  #finishLine(isUnterminated: boolean): void {
    const row = this.#row
    if (this.#isTooLong) {
      const message = `the line is ${this.#partBytes} bytes long; at most ${this.#mostBytes} are read`
      this.#fault({kind: 'long-line', row, message, advice: 'Check that the file has one record a line.'})
    } else {
      const bytes = this.#lineBytes()
      const text = bytes.toString('utf8')
      if (isUtf8(bytes)) {
        this.#lines.push(isUnterminated ? {text, row, unterminated: true} : {text, row})
      } else {
        const advice = 'Save the file as UTF-8.'
        this.#fault({kind: 'not-utf-8', row, value: shownValue(text), message: 'the line is not UTF-8', advice})
      }
    }
    this.#parts = []
    this.#partBytes = 0
    this.#isTooLong = false
  }

  #lineBytes(): Buffer {
    const whole = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts)
    const hasMark = this.#row === 1 && byteOrderMark.every((byte, i) => whole[i] === byte)
    const from = hasMark ? byteOrderMark.length : 0
    const to = whole[whole.length - 1] === 0x0d ? whole.length - 1 : whole.length
    return Buffer.from(whole.buffer, whole.byteOffset + from, Math.max(0, to - from))
  }

  #take(): readonly TextLine[] {
    const lines = this.#lines
    this.#lines = []
    return lines
  }
}
