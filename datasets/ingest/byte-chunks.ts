import {type FileHandle, open} from 'node:fs/promises'
import {BrokenStream} from './broken-stream.js'
import {fileForm, formBytes} from './compression.js'
import {gunzipChunks} from './gunzip-chunks.js'
import type {InputFile} from './input-files.js'
import type {AdapterOptions} from './intake.js'
import {unzstdChunks} from './unzstd-chunks.js'

const chunkBytes = 256 << 10

export type ChunkOptions = Pick<AdapterOptions, 'limits' | 'signal'> & {
  /** Told of bytes as they come off the disk. */
  onBytes?(bytes: number): void
}

/**
 * The bytes of a file, unpacked where it is gzip or zstd by its first bytes, in chunks of at most 256 KiB.
 * @throws BrokenStream where the file is empty, damaged, packed in a way that is not read or grows beyond the limits; what
 * came before is handed on first
 */
export async function* byteChunks(file: InputFile, options: ChunkOptions): AsyncGenerator<Uint8Array> {
  const source = diskChunks(file, options)
  const first = await source.next()
  if (first.done) throw emptyFile(file)
  const form = fileForm(first.value.subarray(0, formBytes))
  if (form.kind === 'unreadable') {
    await source.return(undefined)
    const {name, advice} = form
    throw new BrokenStream({kind: 'unreadable-form', file: file.file, message: `the file is ${name}`, advice})
  }
  const all = resumed(first.value, source)
  if (form.kind === 'plain') yield* all
  else yield* bounded(form.kind === 'gzip' ? gunzipChunks(all, file.file) : unzstdChunks(all, file.file), file, options)
}

async function* diskChunks(file: InputFile, options: ChunkOptions): AsyncGenerator<Uint8Array> {
  const handle = await opened(file)
  try {
    for (;;) {
      options.signal.throwIfAborted()
      const {buffer, bytesRead} = await handle.read(new Uint8Array(chunkBytes), 0, chunkBytes, null)
      if (bytesRead === 0) return
      options.onBytes?.(bytesRead)
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

async function opened(file: InputFile): Promise<FileHandle> {
  try {
    return await open(file.path, 'r')
  } catch (error) {
    const message = `the file cannot be opened (${(error as NodeJS.ErrnoException).code})`
    throw new BrokenStream({kind: 'unreadable-file', file: file.file, message, advice: 'Check that you may read it.'})
  }
}

async function* resumed(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}

/** A small file that unpacks without end is an attack, or a mistake: it is stopped. */
async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  file: InputFile,
  {limits}: ChunkOptions,
): AsyncGenerator<Uint8Array> {
  const mostBytes = Math.max(file.bytes * limits.expansionRatio, limits.expandedBytes)
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > mostBytes) {
      const message = `the file of ${file.bytes} bytes unpacks to more than ${mostBytes} bytes`
      const advice = 'Unpack it yourself if it is what it should be.'
      throw new BrokenStream({kind: 'expands-too-far', file: file.file, message, advice})
    }
    yield chunk
  }
  if (bytes === 0) throw emptyFile(file)
}

function emptyFile({file}: InputFile): BrokenStream {
  return new BrokenStream({
    kind: 'empty-file',
    file,
    message: 'the file is empty',
    advice: 'Leave it out, or copy it again.',
  })
}
