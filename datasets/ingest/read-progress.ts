import type {InputFile} from './input-files.js'

/** Returns what is to be told of bytes as they are read from these files; it tells `onProgress` the share of them all, 0 to 1. */
export function readProgress(
  files: readonly Pick<InputFile, 'bytes'>[],
  onProgress: (share: number) => void,
): (bytes: number) => void {
  const allBytes = files.reduce((sum, {bytes}) => sum + bytes, 0)
  let readBytes = 0
  return bytes => {
    readBytes += bytes
    onProgress(readBytes >= allBytes ? 1 : readBytes / allBytes)
  }
}
