import type {Finding} from '../../model/errors.js'
import {BrokenStream} from './broken-stream.js'
import {byteChunks, type ChunkOptions} from './byte-chunks.js'
import type {InputFile} from './input-files.js'
import {LineSplitter, type TextLine} from './line-splitter.js'

export type {TextLine} from './line-splitter.js'

export type LineOptions = ChunkOptions & {
  /** Told of everything that is broken; the reading goes on where it can. */
  fault(finding: Finding): void
}

/**
 * Streams the lines of a text file, plain, gzip or zstd, in batches of some 256 KiB. A byte order mark and `\r\n` are
 * accepted; empty lines are lines. Lines that are too long or not UTF-8 are faults and left out. Where the file breaks, the
 * lines before the break come first, then the fault; the line that it breaks in is not handed on.
 */
export async function* lineBatches(file: InputFile, options: LineOptions): AsyncGenerator<readonly TextLine[]> {
  const fault = (finding: Finding) => options.fault(finding)
  const splitter = new LineSplitter(options.limits.lineBytes, finding => fault({file: file.file, ...finding}))
  try {
    for await (const chunk of byteChunks(file, options)) {
      const lines = splitter.add(chunk)
      if (lines.length > 0) yield lines
    }
    const lines = splitter.end()
    if (lines.length > 0) yield lines
  } catch (error) {
    if (!(error instanceof BrokenStream)) throw error
    fault(error.finding)
  }
}
