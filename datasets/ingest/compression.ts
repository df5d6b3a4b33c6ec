/** What the first bytes of a file say of it. */
export type FileForm =
  | {readonly kind: 'plain' | 'gzip' | 'zstd'}
  /** Something that is recognised and not read. */
  | {readonly kind: 'unreadable'; readonly name: string; readonly advice: string}

/** As many first bytes as `fileForm` looks at. */
export const formBytes = 10

const recompress = 'Recompress it with gzip or zstd, or unpack it.'
const unreadable: readonly {readonly magic: readonly number[]; readonly name: string; readonly advice: string}[] = [
  {magic: [...'LZ4Block'].map(code), name: 'compressed with lz4', advice: recompress},
  {magic: [0x04, 0x22, 0x4d, 0x18], name: 'compressed with lz4', advice: recompress},
  {magic: [0x82, ...[...'SNAPPY\0'].map(code)], name: 'compressed with snappy', advice: recompress},
  {magic: [0xff, 0x06, 0x00, 0x00, ...[...'sNaPpY'].map(code)], name: 'compressed with snappy', advice: recompress},
  {magic: [...'BZh'].map(code), name: 'compressed with bzip2', advice: recompress},
  {magic: [0xfd, ...[...'7zXZ\0'].map(code)], name: 'compressed with xz', advice: recompress},
  {magic: [...'ZV\x01'].map(code), name: 'compressed with lzf', advice: recompress},
  {magic: [...'PK\x03\x04'].map(code), name: 'a zip archive', advice: 'Unpack it.'},
  {magic: [...'PAR1'].map(code), name: 'a Parquet file', advice: 'Give it as text, one row a line.'},
  {magic: [0xff, 0xfe], name: 'UTF-16', advice: 'Save it as UTF-8.'},
  {magic: [0xfe, 0xff], name: 'UTF-16', advice: 'Save it as UTF-8.'},
]

/** How a file is packed, by its first bytes and not by its name. Magic numbers: RFC 1952, RFC 8878, lz4-java, xerial snappy. */
export function fileForm(start: Uint8Array): FileForm {
  const begins = (magic: readonly number[]) => magic.every((byte, i) => start[i] === byte)
  if (begins([0x1f, 0x8b])) return {kind: 'gzip'}
  const isSkippable =
    start[0]! >= 0x50 && start[0]! <= 0x5f && start[1] === 0x2a && start[2] === 0x4d && start[3] === 0x18
  if (begins([0x28, 0xb5, 0x2f, 0xfd]) || isSkippable) return {kind: 'zstd'}
  const other = unreadable.find(({magic}) => begins(magic))
  return other === undefined ? {kind: 'plain'} : {kind: 'unreadable', name: other.name, advice: other.advice}
}

function code(character: string): number {
  return character.charCodeAt(0)
}
