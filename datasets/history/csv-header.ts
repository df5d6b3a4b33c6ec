import {createReadStream} from 'node:fs'
import {createGunzip} from 'node:zlib'

/** Longest header row that is read, in bytes. */
const HEADER_BYTES = 65_536

/** Column names of a CSV file's header row: none where the file is empty or holds nothing but blanks. */
export async function csvHeader(path: string, gzipped: boolean): Promise<readonly string[]> {
  const source = createReadStream(path, {highWaterMark: HEADER_BYTES})
  const bytes: AsyncIterable<Buffer> = gzipped ? source.pipe(createGunzip()) : source
  let head = Buffer.alloc(0)
  for await (const chunk of bytes) {
    head = Buffer.concat([head, chunk])
    if (head.length >= HEADER_BYTES || head.includes(10) || head.includes(13)) break
  }
  source.destroy()
  const line = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r|\n/, 1)[0]!
  if (line.trim() === '') return []
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .slice(0, line.endsWith(',') ? undefined : -1)
    .map(([, cell]) => (cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!))
}
