/** Reads the rows of one `hdfs oiv -p Delimited` export. */
export interface FsimageReader {
  /** Path and size of the file of a row; `folder` where it is one; undefined where the row is broken. */
  read(line: string): {readonly path: string; readonly bytes: number} | 'folder' | undefined
}

/**
 * A reader where the line is the header of a delimited export of an fsimage (`Path⇥Replication⇥…⇥FileSize⇥…⇥Permission⇥…`, HDFS-6673;
 * with tabs or, by -delimiter, commas); undefined where it is not.
 */
export function fsimageReader(header: string): FsimageReader | undefined {
  const delimiter = header.includes('\t') ? '\t' : ','
  const columns = header.trim().split(delimiter)
  const size = columns.indexOf('FileSize')
  if (columns[0] !== 'Path' || size < 0) return undefined
  const permission = columns.indexOf('Permission')
  const replication = columns.indexOf('Replication')
  return {
    read(line) {
      const fields = line.split(delimiter)
      // what is more than the columns belongs to the path, which may hold the delimiter
      const more = fields.length - columns.length
      const path = fields.slice(0, more + 1).join(delimiter)
      if (more < 0 || !path.startsWith('/')) return undefined
      const isFolder = permission < 0 ? fields[replication + more] === '0' : fields[permission + more]!.startsWith('d')
      if (isFolder) return 'folder'
      const bytes = fields[size + more]!
      return /^\d+$/.test(bytes) && Number.isSafeInteger(Number(bytes)) ? {path, bytes: Number(bytes)} : undefined
    },
  }
}
