import {badInputOf} from '../../model/errors.js'

type Kind = 'f64' | 'i32' | 'u16' | 'u8'
type ColumnView = new (buffer: ArrayBufferLike, offset: number, length: number) => PackableColumn
const kinds: Readonly<Record<Kind, ColumnView>> = {
  f64: Float64Array,
  i32: Int32Array,
  u16: Uint16Array,
  u8: Uint8Array,
}
export type PackableColumn = Float64Array | Int32Array | Uint16Array | Uint8Array

/** Named columns and a few facts in one SharedArrayBuffer: one copy in memory for all threads, and a file as it stands. */
export interface ColumnPack {
  readonly buffer: SharedArrayBuffer
  readonly facts: Readonly<Record<string, unknown>>
  readonly columns: Readonly<Record<string, PackableColumn>>
}

const magic = 0x6d_68_74_69 // "ithm", little-endian
const version = 1
const headerBytes = 32

/** Lays out a pack: header, directory as JSON, columns aligned to 8 bytes. Little-endian, as every machine that runs Node is. */
export function packColumns(
  facts: Readonly<Record<string, unknown>>,
  columns: Readonly<Record<string, PackableColumn>>,
): ColumnPack {
  let bytes = 0
  const places = Object.entries(columns).map(([name, column]) => {
    const place = {name, kind: kindOf(column), offset: bytes, length: column.length}
    bytes += roundUp(column.byteLength)
    return place
  })
  const directory = new TextEncoder().encode(JSON.stringify({facts, places}))
  const start = headerBytes + roundUp(directory.length)
  const buffer = new SharedArrayBuffer(start + bytes)
  new Uint8Array(buffer).set(directory, headerBytes)
  places.forEach(({name, offset}) => {
    const {buffer: source, byteOffset, byteLength} = columns[name]
    new Uint8Array(buffer, start + offset, byteLength).set(new Uint8Array(source, byteOffset, byteLength))
  })
  const header = new DataView(buffer)
  header.setUint32(0, magic, true)
  header.setUint32(4, version, true)
  header.setFloat64(8, buffer.byteLength, true)
  header.setUint32(16, directory.length, true)
  header.setUint32(20, checksum(buffer), true)
  return openPack(buffer, 'router index')
}

/** Bytes that a pack says it has, from its first 16 bytes; 0 where these are no header of ours. */
export function packedBytes(head: Uint8Array): number {
  if (head.byteLength < 16) return 0
  const view = new DataView(head.buffer, head.byteOffset, 16)
  return view.getUint32(0, true) === magic ? view.getFloat64(8, true) : 0
}

/**
 * Columns of a pack, without a copy. Throws BadInput where the bytes are no pack, of another version, cut short or damaged.
 *
 * @param file how the user names it
 */
export function openPack(buffer: SharedArrayBuffer, file: string): ColumnPack {
  const head = new DataView(buffer)
  if (buffer.byteLength < headerBytes || head.getUint32(0, true) !== magic) refuse(file, 'is no router index')
  if (head.getUint32(4, true) !== version) {
    refuse(file, `has version ${head.getUint32(4, true)}; this program reads version ${version}`)
  }
  if (head.getFloat64(8, true) !== buffer.byteLength) {
    refuse(file, `has ${buffer.byteLength} bytes where its header says ${head.getFloat64(8, true)}`)
  }
  if (head.getUint32(20, true) !== checksum(buffer)) refuse(file, 'is damaged: its checksum does not match')
  const directoryBytes = head.getUint32(16, true)
  const text = new TextDecoder().decode(new Uint8Array(buffer, headerBytes, directoryBytes).slice())
  const {facts, places} = JSON.parse(text) as {
    facts: Record<string, unknown>
    places: {name: string; kind: Kind; offset: number; length: number}[]
  }
  const start = headerBytes + roundUp(directoryBytes)
  const columns = Object.fromEntries(
    places.map(({name, kind, offset, length}) => [name, new kinds[kind](buffer, start + offset, length)]),
  )
  return {buffer, facts, columns}
}

function refuse(file: string, message: string): never {
  throw badInputOf([{kind: 'router-index', file, message, advice: 'Compile the index again with this version.'}])
}

function kindOf(column: PackableColumn): Kind {
  if (column instanceof Float64Array) return 'f64'
  if (column instanceof Int32Array) return 'i32'
  return column instanceof Uint16Array ? 'u16' : 'u8'
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / 8) * 8
}

/** FNV-1a over the 32-bit words behind the header. */
function checksum(buffer: SharedArrayBuffer): number {
  const words = new Int32Array(buffer, headerBytes)
  let hash = 0x811c9dc5 | 0
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 0x01000193)
  return hash >>> 0
}
