import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {IsthmusError} from '../../model/errors.js'
import {swapFolder} from '../durable/swap-folder.js'
import {writeDurably} from '../durable/sync.js'
import {type AggregateManifest, manifestFile} from './aggregate-manifest.js'

/**
 * Puts an aggregate in the place of `folder` as a whole (swapFolder); whatever fails leaves the old one.
 * @param fill writes the relations and the topology and says what they are of
 * @throws IsthmusError (usage) where the folder holds something that is no aggregate
 */
export function replaceAggregate(
  folder: string,
  fill: (into: string) => Promise<AggregateManifest>,
): Promise<AggregateManifest> {
  const checkContent = async (target: string) => {
    if (existsSync(join(target, manifestFile))) return
    const advice = 'Give a new folder, or that of an aggregate.'
    throw new IsthmusError('usage', `'${folder}' holds files that are no aggregate`, advice)
  }
  return swapFolder(folder, checkContent, async into => {
    const manifest = await fill(into)
    await writeDurably(join(into, manifestFile), `${JSON.stringify(manifest, undefined, 2)}\n`)
    return manifest
  })
}
