import {open, stat} from 'node:fs/promises'
import {type Finding, IsthmusError} from '../../model/errors.js'
import type {Findings} from '../history/findings.js'
import {gzipFault} from '../history/gzip-check.js'
import {defaultLimits} from '../ingest/intake.js'
import {lineBatches} from '../ingest/text-lines.js'

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
  const {size} = await stat(file)
  let count = 0
  const fault = (finding: Finding) => {
    count++
    findings.add(finding)
  }
  const limits = {...defaultLimits, lineBytes: longestLine}
  const {signal} = new AbortController()
  for await (const lines of lineBatches({path: file, file, bytes: size}, {limits, signal, fault})) {
    for (const {text, row} of lines) onLine(text, row)
    count += lines.length
  }
  if (count === 0) {
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
