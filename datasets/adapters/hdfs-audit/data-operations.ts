import type {AuditLine} from './audit-line.js'

/**
 * What an operation does to the data below a path: 0 reads the file, 1 writes the file, 2 publishes a file or folder that was
 * written under a temporary name.
 */
export interface DataOperation {
  readonly kind: 0 | 1 | 2
  readonly path: string
}

/**
 * Places whose files are gone when a run ends, or are no data: attempts of tasks, staging of Hive and Spark, job submissions, trash,
 * uploads of `hdfs dfs -put`, and /tmp.
 */
const temporary =
  /(?:^\/tmp|\/\.Trash|\/\.staging|\/\.sparkStaging|\/_temporary|\/\.hive-staging[^/]*|\/\.spark-staging[^/]*|\/_task_tmp[^/]*|\/_tmp[^/]*)(?:\/|$)|\._COPYING_$/

/**
 * The operation on data that a line of the audit log tells of: `open` reads; `create` and `append` write; `rename` out of a temporary place
 * publishes its target. `temporary`: data that no later run can read. Undefined: none moves data (mkdirs, listStatus, getfileinfo,
 * setTimes, delete, concat, and a rename of what was there before).
 */
export function dataOperation({command, source, target}: AuditLine): DataOperation | 'temporary' | undefined {
  if (command === 'open' || command === 'create' || command === 'append') {
    if (source === undefined) return undefined
    return temporary.test(source) ? 'temporary' : {kind: command === 'open' ? 0 : 1, path: source}
  }
  if (command === 'rename' && source !== undefined && target !== undefined && temporary.test(source)) {
    return temporary.test(target) ? 'temporary' : {kind: 2, path: target}
  }
  return undefined
}
