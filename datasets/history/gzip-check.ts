import {createReadStream} from 'node:fs'
import {createGunzip} from 'node:zlib'

/**
 * Reads a gzip file to its end and checks its check sums; returns what is wrong, if anything is. DuckDB reads a truncated
 * file as if it ended there, so this must be asked before.
 */
export function gzipFault(path: string): Promise<'truncated' | 'not-gzip' | 'corrupt' | undefined> {
  return new Promise((resolve, reject) => {
    const source = createReadStream(path, {highWaterMark: 1 << 20})
    const gunzip = createGunzip({chunkSize: 1 << 20})
    source.on('error', reject)
    gunzip.on('error', (error: NodeJS.ErrnoException) => {
      source.destroy()
      if (error.code === 'Z_BUF_ERROR') resolve('truncated')
      else resolve(error.message.includes('incorrect header check') ? 'not-gzip' : 'corrupt')
    })
    gunzip.on('data', () => undefined)
    gunzip.on('end', () => resolve(undefined))
    source.pipe(gunzip)
  })
}
