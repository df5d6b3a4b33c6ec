import {createGunzip} from 'node:zlib'
import {BrokenStream} from './broken-stream.js'

/** Deflate grows at most 1032-fold, so that what one slice unpacks to is at most 17 MB. */
const sliceBytes = 16 << 10
const mostUnpackedBytes = sliceBytes * 1100
const chunkSize = 256 << 10

/**
 * Unpacks gzip, of one or several members. It is driven a slice at a time and not piped: a pipe that breaks throws away what it
 * has unpacked and not yet handed on, and how much that is depends on timing.
 * @throws BrokenStream after everything before the break was handed on
 */
export async function* gunzipChunks(packed: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({chunkSize, readableHighWaterMark: mostUnpackedBytes} as {chunkSize: number})
  let broken: NodeJS.ErrnoException | undefined
  gunzip.on('error', error => {
    broken = error
  })
  // A slice that is damaged closes the stream, and its write is never called back.
  let onClose: () => void = () => undefined
  gunzip.on('close', () => onClose())
  function* unpacked(): Generator<Uint8Array> {
    for (let chunk = gunzip.read(); chunk !== null; chunk = gunzip.read()) yield* pieces(chunk)
  }
  try {
    for await (const chunk of packed) {
      for (let from = 0; from < chunk.length; from += sliceBytes) {
        await new Promise<void>(resolve => {
          onClose = resolve
          gunzip.write(chunk.subarray(from, from + sliceBytes), () => resolve())
        })
        yield* unpacked()
        if (broken !== undefined) throw gzipBreak(broken, file)
      }
    }
    await new Promise<void>(resolve => {
      onClose = resolve
      gunzip.resume()
      gunzip.end()
    })
    if (broken !== undefined) throw gzipBreak(broken, file)
  } finally {
    gunzip.destroy()
  }
}

function* pieces(chunk: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < chunk.length; from += chunkSize) yield chunk.subarray(from, from + chunkSize)
}

function gzipBreak(error: NodeJS.ErrnoException, file: string): BrokenStream {
  return error.code === 'Z_BUF_ERROR'
    ? new BrokenStream({
        kind: 'truncated-gzip',
        file,
        message: 'the gzip file ends too early',
        advice: 'Copy it again: its end is missing.',
      })
    : new BrokenStream({
        kind: 'corrupt-gzip',
        file,
        message: `the gzip file is damaged (${error.message})`,
        advice: 'Copy it again.',
      })
}
