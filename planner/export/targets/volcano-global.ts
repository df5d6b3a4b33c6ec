import {Document} from 'yaml'
import {z} from 'zod'
import {type Copy, copiesOf, copyRegions} from '../copies.js'
import {exporter} from '../exporter.js'
import {digest, printable} from '../quoting/names.js'
import {bytes, LossTally} from '../rounding-loss.js'
import {databaseTable, tableNameFields} from '../table-names.js'

const settings = z.strictObject({
  /** Karmada member cluster that stands for a region. */
  clusterByRegion: z.record(z.string(), z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'must be a cluster name')),
  system: z.string().min(1).default('hive'),
  ...tableNameFields,
})
type Settings = z.infer<typeof settings>

/**
 * Volcano Global: one DataSource for each replicated table, which says on which clusters it lies, its home first. A source
 * is a whole table: the ages that a replica keeps stand in its attributes, which the controller does not weigh. Source:
 * volcano-sh/volcano-global, datadependency.volcano.sh_datasources.yaml.
 */
export const volcanoGlobal = exporter<Settings>({
  name: 'volcano-global',
  summary: 'DataSource objects that say on which clusters a table lies',
  covers: ['replica'],
  settings,
  regionMaps({clusterByRegion}, input) {
    const {sources, targets} = copyRegions(input)
    return [{field: 'clusterByRegion', values: clusterByRegion, needed: [...new Set([...sources, ...targets])]}]
  },
  write(input, given) {
    const tally = new LossTally()
    const tables = new Map<string, Copy[]>()
    for (const copy of copiesOf(input)) {
      const fault = printable(copy.table) ?? printable(copy.project)
      if (fault === undefined) tables.set(copy.table, [...(tables.get(copy.table) ?? []), copy])
      else tally.omit('replica', copy.table, fault, copy.savedBytesPerDay)
    }
    let absent = 0
    const objects = [...tables].map(([table, copies]) => {
      const regions = [...new Set(copies.map(copy => copy.to))]
      const {homeBytes} = input.catalogue.tables.get(table)!
      const stored = copies.reduce((sum, copy) => sum + copy.storedBytes, 0)
      absent += Math.max(0, homeBytes * regions.length - stored)
      return dataSource(copies, regions, given, input.plan.planId)
    })
    tally.notes.push(
      `Whole tables are announced: ${bytes(absent)} of them are not in the replicas that the plan keeps, and jobs that are sent there and read those ages read them over the WAN.`,
    )
    const body = objects.map(object => `---\n${new Document(object).toString({lineWidth: 0})}`).join('')
    return {
      files: objects.length === 0 ? [] : [{path: 'volcano-global/data-sources.yaml', kind: 'yaml', body}],
      loss: tally.loss(),
    }
  },
})

function dataSource(copies: readonly Copy[], regions: readonly string[], given: Settings, planId: string) {
  const [first] = copies as [Copy]
  const {database, table} = databaseTable(given, first)
  const ages = copies.map(copy => `${given.clusterByRegion[copy.to]!}:${copy.fromAge}-${copy.toAge - 1}`)
  return {
    apiVersion: 'datadependency.volcano.sh/v1alpha1',
    kind: 'DataSource',
    metadata: {name: `isthmus-${digest(JSON.stringify([database, table]))}`},
    spec: {
      system: given.system,
      type: 'table',
      name: `${database}.${table}`,
      locality: {clusterNames: [...new Set([first.from, ...regions].map(region => given.clusterByRegion[region]!))]},
      attributes: {'isthmus-plan': planId, 'isthmus-ages': ages.join(' ')},
      reclaimPolicy: 'Retain',
    },
  }
}
