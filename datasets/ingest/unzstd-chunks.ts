import {Decompress} from 'fzstd'
import {BrokenStream} from './broken-stream.js'
import {ZstdFrames} from './zstd-frames.js'

/** A block of 4 bytes may unpack to 128 KiB, so that one slice unpacks to 32 MiB at most. */
const sliceBytes = 1 << 10

/**
 * Unpacks zstd, of one or several frames. The check sums of frames are not verified: damage shows where it makes an impossible
 * stream or text.
 * @throws BrokenStream after everything before the break was handed on
 */
export async function* unzstdChunks(packed: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  let unpacked: Uint8Array[] = []
  const frames = new ZstdFrames()
  const decompress = new Decompress(chunk => unpacked.push(chunk))
  for await (const chunk of packed) {
    for (let from = 0; from < chunk.length; from += sliceBytes) {
      const slice = chunk.subarray(from, from + sliceBytes)
      const fault = failureOf(() => {
        frames.add(slice)
        decompress.push(slice)
      })
      yield* unpacked
      unpacked = []
      if (fault !== undefined) {
        const message = `the zstd file is damaged (${fault})`
        throw new BrokenStream({kind: 'corrupt-zstd', file, message, advice: 'Copy it again, or recompress it.'})
      }
    }
  }
  if (!frames.mayEnd) {
    const message = 'the zstd file ends too early'
    throw new BrokenStream({kind: 'truncated-zstd', file, message, advice: 'Copy it again: its end is missing.'})
  }
}

function failureOf(action: () => void): string | undefined {
  try {
    action()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
