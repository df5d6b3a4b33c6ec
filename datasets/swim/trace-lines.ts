import {createReadStream} from 'node:fs'
import {open} from 'node:fs/promises'
import {pipeline} from 'node:stream/promises'
import {createGunzip} from 'node:zlib'
import {IsthmusError} from '../../model/errors.js'
import type {Findings} from '../history/findings.js'
import {gzipFault} from '../history/gzip-check.js'

const chunkBytes = 1 << 20
/** A line beyond this is no line of a trace: the file is something else. */
const longestLine = 1 << 20

const gzipMessages = {
  truncated: {
    kind: 'truncated-gzip',
    message: 'the gzip file ends too early',
    advice: 'Copy it again: its end is missing.',
  },
  corrupt: {
    kind: 'corrupt-gzip',
    message: 'the gzip file is damaged',
    advice: 'Copy it again: its check sum does not hold.',
  },
  'not-gzip': {kind: 'not-gzip', message: 'the file is no gzip', advice: 'Compress it, or take .gz off its name.'},
} as const

/**
 * Streams the lines of a text file, gzipped or not, to `onLine` (line 1 first, without the line end; `\r\n` and a byte order
 * mark are accepted). A file that is empty is a finding, and so is a gzip that is truncated or damaged, of which no line is read.
 * @throws IsthmusError (bad-input) where there is no such file
 */
export async function forEachLine(
  file: string,
  findings: Findings,
  onLine: (line: string, number: number) => void,
): Promise<void> {
  const start = await firstBytes(file)
  const isGzip = (start[0] === 0x1f && start[1] === 0x8b) || (file.endsWith('.gz') && start.length > 0)
  const gzip = isGzip ? await gzipFault(file) : undefined
  if (gzip !== undefined) {
    findings.add({file, ...gzipMessages[gzip]})
    return
  }
  const lines = new LineSplitter(onLine)
  const split = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const chunk of chunks) lines.add(chunk)
    lines.end()
  }
  const bytes = createReadStream(file, {highWaterMark: chunkBytes})
  try {
    if (isGzip) await pipeline(bytes, createGunzip({chunkSize: chunkBytes}), split)
    else await pipeline(bytes, split)
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error
    const message = `the line is longer than ${longestLine} characters`
    findings.add({kind: 'long-line', file, row: lines.count + 1, message, advice: 'Give text with one job a line.'})
    return
  }
  if (lines.count === 0) {
    findings.add({kind: 'empty-file', file, message: 'the file is empty', advice: 'Give a SWIM trace with jobs.'})
  }
}

async function firstBytes(file: string): Promise<Uint8Array> {
  const missing = () =>
    new IsthmusError(
      'bad-input',
      `there is no trace file '${file}'`,
      'Give the path of a SWIM trace (.tsv or .tsv.gz).',
    )
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR' ? missing() : error
  })
  try {
    if (!(await handle.stat()).isFile()) throw missing()
    const {buffer, bytesRead} = await handle.read(new Uint8Array(2), 0, 2, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** Cuts chunks of UTF-8 into lines. Bytes that are not UTF-8 become U+FFFD. */
class LineSplitter {
  count = 0
  private readonly decoder = new TextDecoder('utf-8')
  private readonly onLine: (line: string, number: number) => void
  private rest = ''

  constructor(onLine: (line: string, number: number) => void) {
    this.onLine = onLine
  }

  add(chunk: Uint8Array): void {
    this.take(this.rest + this.decoder.decode(chunk, {stream: true}))
    if (this.rest.length > longestLine) throw new LineTooLong()
  }

  end(): void {
    this.take(this.rest + this.decoder.decode())
    if (this.rest !== '') this.emit(this.rest)
  }

  private take(text: string): void {
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.emit(text.slice(start, end))
      start = end + 1
    }
    this.rest = text.slice(start)
  }

  private emit(line: string): void {
    this.count++
    this.onLine(line.endsWith('\r') ? line.slice(0, -1) : line, this.count)
  }
}

class LineTooLong extends Error {}
