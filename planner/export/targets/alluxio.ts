import {z} from 'zod'
import {copiesOf, copyRegions, evictionsOf, phasesOf} from '../copies.js'
import {type DraftFile, exporter} from '../exporter.js'
import {slug} from '../quoting/names.js'
import {shellCommand, shellSteps} from '../quoting/shell.js'
import {LossTally} from '../rounding-loss.js'
import {layoutFault, layoutFields, partitionFolder, tableFolder} from '../table-layout.js'

const millisecondsPerDay = 86_400_000

const settings = z.strictObject({
  /** Path in every Alluxio cluster where the home storage of a region is mounted. */
  mountByRegion: z.record(z.string(), z.string().startsWith('/', 'must be an Alluxio path from /')),
  ...layoutFields,
})
type Settings = z.infer<typeof settings>

/**
 * Alluxio: one script for the cluster of each region: load what is to be kept, with a time to live, and free what is
 * not. The action is always `free`: the default, `delete`, deletes the file at home too. The time to live counts from the
 * making of the file, that is from about age 0, so that it is the window's last age in days. Source: Alluxio command
 * reference, setTtl.
 */
export const alluxio = exporter<Settings>({
  name: 'alluxio',
  summary: 'Loads and times to live for the Alluxio cluster of each region',
  covers: ['replica'],
  settings,
  regionMaps: ({mountByRegion}, input) => [
    {field: 'mountByRegion', values: mountByRegion, needed: copyRegions(input).sources},
  ],
  write(input, given) {
    const tally = new LossTally()
    const copies = copiesOf(input).filter(copy => {
      const fault = layoutFault(copy)
      if (fault !== undefined) tally.omit('replica', copy.table, fault, copy.savedBytesPerDay)
      return fault === undefined
    })
    const files = phasesOf(copies, input.day).flatMap(({name, copies: ready}) =>
      input.catalogue.regions.flatMap((region): DraftFile[] => {
        const commands = ready
          .filter(copy => copy.to === region)
          .flatMap(copy => {
            const mount = given.mountByRegion[copy.from]!
            const load = (path: string) => shellCommand('alluxio', 'fs', 'load', path)
            if (copy.snapshot) return [load(tableFolder(given, mount, copy))]
            const life = String(copy.toAge * millisecondsPerDay)
            return copy.dates.map(date => {
              const path = partitionFolder(given, mount, copy, date)
              return `${load(path)} && ${shellCommand('alluxio', 'fs', 'setTtl', '--action', 'free', path, life)}`
            })
          })
        return commands.length === 0
          ? []
          : [{path: `alluxio/${slug(region)}-load-${name}.sh`, kind: 'shell', body: shellSteps(commands)}]
      }),
    )
    const gone = evictionsOf(input).filter(eviction => layoutFault(eviction) === undefined)
    const frees = input.catalogue.regions.flatMap((region): DraftFile[] => {
      const commands = gone
        .filter(eviction => eviction.region === region)
        .flatMap(eviction => {
          const mount = given.mountByRegion[eviction.from]!
          const paths = eviction.snapshot
            ? [tableFolder(given, mount, eviction)]
            : eviction.dates.map(date => partitionFolder(given, mount, eviction, date))
          return paths.map(path => shellCommand('alluxio', 'fs', 'free', path))
        })
      return commands.length === 0
        ? []
        : [{path: `alluxio/${slug(region)}-free.sh`, kind: 'shell', body: shellSteps(commands)}]
    })
    tally.notes.push(
      'Alluxio may evict under pressure before the time to live is over, and a partition made after its date is held longer by that delay.',
    )
    return {files: [...files, ...frees], loss: tally.loss()}
  },
})
