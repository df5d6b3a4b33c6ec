import {existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {IsthmusError} from '../../model/errors.js'
import {type AggregateManifest, manifestFile} from './aggregate-manifest.js'

/**
 * Fills a folder beside `folder` and puts it in the place of `folder` when it is whole; whatever fails leaves the old one.
 * @param fill writes the relations and the topology and says what they are of
 * @throws IsthmusError (usage) where the folder holds something that is no aggregate
 */
export async function replaceAggregate(
  folder: string,
  fill: (into: string) => Promise<AggregateManifest>,
): Promise<AggregateManifest> {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, manifestFile))) {
    const advice = 'Give a new folder, or that of an aggregate.'
    throw new IsthmusError('usage', `'${folder}' holds files that are no aggregate`, advice)
  }
  const into = `${folder}.new-${process.pid}`
  const old = `${folder}.old-${process.pid}`
  mkdirSync(into, {recursive: true})
  try {
    const manifest = await fill(into)
    writeFileSync(join(into, manifestFile), `${JSON.stringify(manifest, undefined, 2)}\n`)
    if (existsSync(folder)) renameSync(folder, old)
    renameSync(into, folder)
    return manifest
  } finally {
    rmSync(into, {recursive: true, force: true})
    rmSync(old, {recursive: true, force: true})
  }
}
