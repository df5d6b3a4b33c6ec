import {Document} from 'yaml'
import {z} from 'zod'
import {type ExportInput, exporter} from '../exporter.js'
import {slug} from '../quoting/names.js'
import {LossTally} from '../rounding-loss.js'

const objectName = z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'must be the name of a Kubernetes object')

const settings = z.strictObject({
  /** MultiKueueCluster that stands for a region. */
  clusterByRegion: z.record(z.string(), objectName),
})
type Settings = z.infer<typeof settings>

/**
 * Kueue's MultiKueue: one MultiKueueConfig and AdmissionCheck for each region that jobs are placed in, the region's own
 * cluster first and the jobs' homes behind it, for queues that the Incremental dispatcher serves; and the nomination of
 * each job, for an external dispatcher that patches `status.nominatedClusterNames`. Source: Kueue, multikueue.md.
 */
export const multikueue = exporter<Settings>({
  name: 'multikueue',
  summary: 'MultiKueue configurations by region, and nominations by job for an external dispatcher',
  covers: ['job'],
  settings,
  regionMaps: ({clusterByRegion}, input) => [
    {field: 'clusterByRegion', values: clusterByRegion, needed: regionsOf(input)},
  ],
  write(input, {clusterByRegion}) {
    const {plan, catalogue} = input
    const tally = new LossTally()
    if (plan.jobs.length === 0) return {files: [], loss: tally.loss()}
    const clusters = (planned: string, homes: readonly string[]) => [
      ...new Set([planned, ...homes].map(region => clusterByRegion[region]!)),
    ]
    const nominations = plan.jobs.map(({job, region}) => ({
      job,
      nominatedClusterNames: clusters(region, [catalogue.jobs.get(job)!.region]),
    }))
    const placed = catalogue.regions.filter(region => plan.jobs.some(job => job.region === region))
    const objects = placed.flatMap(region => {
      const homes = new Set(
        plan.jobs.filter(job => job.region === region).map(({job}) => catalogue.jobs.get(job)!.region),
      )
      const name = `isthmus-${slug(region)}`
      const order = catalogue.regions.filter(home => homes.has(home))
      const apiVersion = 'kueue.x-k8s.io/v1beta2'
      return [
        {apiVersion, kind: 'MultiKueueConfig', metadata: {name}, spec: {clusters: clusters(region, order)}},
        {
          ...{apiVersion, kind: 'AdmissionCheck', metadata: {name}},
          spec: {
            controllerName: 'kueue.x-k8s.io/multikueue',
            parameters: {apiGroup: 'kueue.x-k8s.io', kind: 'MultiKueueConfig', name},
          },
        },
      ]
    })
    tally.notes.push(
      `A job whose first cluster has no quota falls back to the next one: the saving of ${plan.jobs.length} jobs holds only where there is room.`,
    )
    const body = objects.map(object => `---\n${new Document(object).toString({lineWidth: 0})}`).join('')
    return {
      files: [
        {path: 'multikueue/clusters.yaml', kind: 'yaml', body},
        {path: 'multikueue/nominations.json', kind: 'json', value: {nominations}},
      ],
      loss: tally.loss(),
    }
  },
})

function regionsOf({plan, catalogue}: ExportInput): string[] {
  const used = new Set(plan.jobs.flatMap(({job, region}) => [region, catalogue.jobs.get(job)!.region]))
  return catalogue.regions.filter(region => used.has(region))
}
