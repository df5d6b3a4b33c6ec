import {cpSync, existsSync} from 'node:fs'
import {basename, join} from 'node:path'
import {topologyPath} from '../history/topology-file.js'
import {dayFolders} from '../lake/layout.js'

/**
 * Copies what an aggregate takes over from its history as it is: the topology, and the coverage of a lake, so that plans from
 * either say the same of what they rest on. The coverage of a history on another file system stays behind.
 *
 * @param topologyFolder the history, or where its topology is otherwise
 */
export function copyContext(history: string, topologyFolder: string, into: string): void {
  const topology = topologyPath(topologyFolder)
  cpSync(topology, join(into, basename(topology)))
  const coverage = join(history, dayFolders.coverage)
  if (existsSync(coverage)) cpSync(coverage, join(into, dayFolders.coverage), {recursive: true})
}
