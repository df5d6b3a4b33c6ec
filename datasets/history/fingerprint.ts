import {createHash} from 'node:crypto'
import type {Workload} from '../../model/workload.js'

/**
 * SHA-256 (hex) of a workload: a canonical text of its names and numbers and the bytes of its columns as doubles, so that it
 * depends on what the history says and not on how it was stored.
 */
export function fingerprintOf(workload: Omit<Workload, 'fingerprint'>): string {
  const hash = createHash('sha256')
  const add = (path: string, value: unknown): void => {
    if (isNumeric(value)) {
      hash.update(`${path}[${value.length}]\n`)
      hash.update(new Uint8Array(Float64Array.from(value).buffer))
    } else if (Array.isArray(value)) {
      hash.update(`${path}(${value.length})\n`)
      if (value.every(item => typeof item === 'string')) hash.update(JSON.stringify(value))
      else
        value.forEach((item, i) => {
          add(`${path}.${i}`, item)
        })
    } else if (typeof value === 'object' && value !== null) {
      for (const key of Object.keys(value).sort()) add(`${path}.${key}`, (value as Record<string, unknown>)[key])
    } else hash.update(`${path}=${typeof value}:${String(value)}\n`)
  }
  add('workload', workload)
  return hash.digest('hex')
}

function isNumeric(value: unknown): value is Int32Array | Uint8Array | Float64Array {
  return value instanceof Int32Array || value instanceof Uint8Array || value instanceof Float64Array
}
