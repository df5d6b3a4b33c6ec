import {Buffer, isUtf8} from 'node:buffer'
import type {Finding} from '../../model/errors.js'
import {shownValue} from '../history/findings.js'
import {BrokenStream} from './broken-stream.js'
import {byteChunks} from './byte-chunks.js'
import type {InputFile} from './input-files.js'
import {jsonLayout} from './json-layout.js'
import {type JsonPiece, JsonSplitter} from './json-splitter.js'
import {LineSplitter, type TextLine} from './line-splitter.js'
import type {LineOptions} from './text-lines.js'

export interface JsonEvent {
  readonly value: Record<string, unknown>
  /** Line of the file on which it begins, from 1. */
  readonly row: number
}

/** Enough to tell one object a line from one document. */
const leastFirstBytes = 64 << 10

/** Cuts a file into its events, a chunk at a time. */
interface EventReader {
  add(chunk: Uint8Array): readonly JsonEvent[]
  end(): readonly JsonEvent[]
}

/**
 * Streams the JSON objects of a file in batches: one object a line, or one document (an object, a list of objects, several
 * objects one after the other, however they are laid out). What is no JSON object is a fault `broken-json`; one that is longer
 * than `limits.lineBytes` is a fault `long-line` and never held whole.
 */
export async function* jsonEvents(file: InputFile, options: LineOptions): AsyncGenerator<readonly JsonEvent[]> {
  const fault = (finding: Omit<Finding, 'file'>) => options.fault({file: file.file, ...finding})
  let reader: EventReader | undefined
  try {
    for await (const chunk of firstTogether(byteChunks(file, options))) {
      reader ??= readerFor(chunk, options.limits.lineBytes, fault)
      const events = reader.add(chunk)
      if (events.length > 0) yield events
    }
    const events = reader?.end() ?? []
    if (events.length > 0) yield events
  } catch (error) {
    if (!(error instanceof BrokenStream)) throw error
    options.fault(error.finding)
  }
}

/** The same bytes with the first chunks as one: packed files may begin with tiny ones, which do not show how the file is laid out. */
async function* firstTogether(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first: Uint8Array[] | undefined = []
  let firstBytes = 0
  for await (const chunk of chunks) {
    if (first === undefined) yield chunk
    else {
      first.push(chunk)
      firstBytes += chunk.length
      if (firstBytes < leastFirstBytes) continue
      yield Buffer.concat(first)
      first = undefined
    }
  }
  if (first !== undefined) yield Buffer.concat(first)
}

function readerFor(first: Uint8Array, mostBytes: number, fault: (finding: Omit<Finding, 'file'>) => void): EventReader {
  if (jsonLayout(first) === 'lines') {
    const splitter = new LineSplitter(mostBytes, fault)
    const events = (lines: readonly TextLine[]) => lines.flatMap(line => lineEvents(line, mostBytes, fault))
    return {add: chunk => events(splitter.add(chunk)), end: () => events(splitter.end())}
  }
  const splitter = new JsonSplitter(mostBytes)
  const events = (pieces: readonly JsonPiece[]) => pieces.flatMap(piece => pieceEvents(piece, fault))
  const withoutMark = first[0] === 0xef ? first.subarray(3) : first
  return {
    add: chunk => events(splitter.add(chunk === first ? withoutMark : chunk)),
    end: () => events(splitter.end()),
  }
}

/** The events of a line: one, or several that stand one after the other. */
function lineEvents(line: TextLine, mostBytes: number, fault: (finding: Omit<Finding, 'file'>) => void): JsonEvent[] {
  if (line.text.trim() === '') return []
  const value = parsed(line.text)
  if (isObject(value)) return [{value, row: line.row}]
  if (value === undefined) {
    const splitter = new JsonSplitter(mostBytes)
    const pieces = [...splitter.add(Buffer.from(line.text)), ...splitter.end()]
    const values = pieces.map(piece => (piece.isObject ? parsed(piece.bytes!.toString('utf8')) : undefined))
    if (values.every(isObject)) return values.map(each => ({value: each, row: line.row}))
  }
  const isCut = line.unterminated === true && value === undefined
  fault({
    kind: 'broken-json',
    row: line.row,
    value: shownValue(line.text),
    message: isCut ? 'the last line is cut off' : `the line is ${value === undefined ? 'no JSON' : 'no JSON object'}`,
    advice: isCut ? 'Copy the file again when it is written to its end.' : 'Write one JSON object a line.',
  })
  return []
}

function pieceEvents(piece: JsonPiece, fault: (finding: Omit<Finding, 'file'>) => void): JsonEvent[] {
  const {row, bytes} = piece
  if (bytes === undefined) {
    const message = `the object is ${piece.byteLength} bytes long, more than are read of one`
    fault({kind: 'long-line', row, message, advice: 'Check that the file is a list of events.'})
    return []
  }
  if (!isUtf8(bytes)) {
    fault({kind: 'not-utf-8', row, message: 'the text is not UTF-8', advice: 'Save the file as UTF-8.'})
    return []
  }
  const text = bytes.toString('utf8')
  const value = piece.isObject ? parsed(text) : undefined
  if (isObject(value)) return [{value, row}]
  const isCut = !piece.isObject && (bytes.length === 0 || bytes[0] === 0x7b)
  const message = isCut ? 'the file ends before its JSON does' : 'this is no JSON object'
  const advice = isCut ? 'Copy the file again: its end is missing.' : 'Give JSON objects, or a list of them.'
  fault({kind: 'broken-json', row, value: shownValue(text.trim()), message, advice})
  return []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
