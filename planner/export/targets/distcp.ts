import {z} from 'zod'
import type {Catalogue} from '../catalogue.js'
import {type Copy, copiesOf, copyRegions, type Eviction, evictionsOf, phasesOf} from '../copies.js'
import {type DraftFile, exporter, type SettingFault} from '../exporter.js'
import {digest, slug} from '../quoting/names.js'
import {shellCommand, shellSteps, shellWord} from '../quoting/shell.js'
import {bytes, LossTally} from '../rounding-loss.js'
import {layoutFault, layoutFields, partitionFolder, tableFolder} from '../table-layout.js'

const mebibyte = 2 ** 20

const settings = z.strictObject({
  /** URI below which the tables of a region's own projects lie. */
  homePrefixByRegion: z.record(z.string(), z.string().min(1)),
  /** URI below which a region keeps replicas: nothing but replicas may lie there, for old partitions are deleted. */
  replicaPrefixByRegion: z.record(z.string(), z.string().min(1)),
  /** Folder, readable by the copying cluster, for the lists of files. */
  listFolder: z.string().min(1),
  ...layoutFields,
  /** Share of a link that copies may take. */
  linkShare: z.number().gt(0).max(1).default(0.5),
  /** Most maps of one copy. */
  maps: z.int().min(1).default(20),
  /** Bytes a second of links that have no capacity in the topology. */
  unlimitedLinkBytesPerSecond: z.number().gt(0).optional(),
})
type Settings = z.infer<typeof settings>

/**
 * DistCp: one list of partitions for each table and link, and one script for each link that copies them one after the
 * other, so that maps × bandwidth never exceeds the link's share. Without `-update` DistCp makes a folder for each source and skips files that are
 * there; with it, the partitions of one list would be poured into one folder. Only snapshot tables, which are one
 * folder, are copied with `-update -delete`. Source: Hadoop DistCp guide, "Update and Overwrite".
 */
export const distcp = exporter<Settings>({
  name: 'distcp',
  summary: 'File lists and copy scripts for Hadoop DistCp, throttled to a share of each link',
  covers: ['replica'],
  settings,
  regionMaps({homePrefixByRegion, replicaPrefixByRegion}, input) {
    const {sources, targets} = copyRegions(input)
    return [
      {field: 'homePrefixByRegion', values: homePrefixByRegion, needed: sources},
      {field: 'replicaPrefixByRegion', values: replicaPrefixByRegion, needed: targets},
    ]
  },
  faults: (given, {plan, catalogue, day}) => [
    ...prefixFaults(given),
    ...rateFaults(given, catalogue, copiesOf({plan, catalogue, day})),
  ],
  write(input, given) {
    const tally = new LossTally()
    const copies = copiesOf(input).filter(copy => {
      const fault = layoutFault(copy)
      if (fault !== undefined) tally.omit('replica', copy.table, fault, copy.savedBytesPerDay)
      return fault === undefined
    })
    const files = phasesOf(copies, input.day).flatMap(({name, copies: ready}) =>
      linksOf(ready).flatMap(link => linkFiles(link, name, given, input.catalogue, input.plan.planId)),
    )
    const gone = evictionsOf(input).filter(eviction => layoutFault(eviction) === undefined)
    const evictions = input.catalogue.regions.flatMap((region): DraftFile[] => {
      const commands = gone.filter(eviction => eviction.region === region).flatMap(e => evictCommands(e, given))
      return commands.length === 0
        ? []
        : [{path: `distcp/evict-${slug(region)}.sh`, kind: 'shell', body: shellSteps(commands)}]
    })
    const refresh = copies.reduce((sum, copy) => sum + copy.refreshBytesPerDay, 0)
    tally.notes.push(
      `Partitions that are there are skipped: one that was rewritten at home must be deleted in the replica first. The plan refreshes ${bytes(refresh)} a day.`,
    )
    return {files: [...files, ...evictions], loss: tally.loss()}
  },
})

interface Link {
  readonly from: string
  readonly to: string
  readonly copies: readonly Copy[]
}

function linksOf(copies: readonly Copy[]): Link[] {
  const links = new Map<string, {from: string; to: string; copies: Copy[]}>()
  for (const copy of copies) {
    const key = JSON.stringify([copy.from, copy.to])
    const link = links.get(key) ?? {from: copy.from, to: copy.to, copies: []}
    link.copies.push(copy)
    links.set(key, link)
  }
  return [...links.values()]
}

/** Maps and whole mebibytes a second for each, so that their product is at most the link's share; below 1 MiB/s one map with a fraction. */
export function throttle(bytesPerSecond: number, maps: number): {readonly maps: number; readonly bandwidth: number} {
  const budget = bytesPerSecond / mebibyte
  if (budget < 1) return {maps: 1, bandwidth: Math.max(0.001, Math.floor(budget * 1000) / 1000)}
  const used = Math.min(maps, Math.floor(budget))
  return {maps: used, bandwidth: Math.floor(budget / used)}
}

function linkFiles(link: Link, phase: string, given: Settings, catalogue: Catalogue, planId: string): DraftFile[] {
  const folder = `distcp/${phase}-${slug(link.from)}-to-${slug(link.to)}`
  const limits = throttle(rateOf(link, given, catalogue) * given.linkShare, given.maps)
  const common = ['-strategy', 'dynamic', '-m', String(limits.maps), '-bandwidth', String(limits.bandwidth)]
  const lists: DraftFile[] = []
  const commands: string[] = []
  link.copies.forEach((copy, i) => {
    const home = given.homePrefixByRegion[link.from]!
    const target = tableFolder(given, given.replicaPrefixByRegion[link.to]!, copy)
    const made = shellCommand('hadoop', 'fs', '-mkdir', '-p', target)
    if (copy.snapshot) {
      const source = tableFolder(given, home, copy)
      commands.push(`${made} && ${shellCommand('hadoop', 'distcp', '-update', '-delete', ...common, source, target)}`)
      return
    }
    const list = `${String(i + 1).padStart(5, '0')}.txt`
    lists.push({
      path: `${folder}/${list}`,
      kind: 'bare',
      body: copy.dates.map(date => `${partitionFolder(given, home, copy, date)}\n`).join(''),
    })
    const remote = `${given.listFolder.replace(/\/+$/, '')}/${digest(planId)}-${digest(folder)}-${list}`
    const put = shellCommand('hadoop', 'fs', '-put', '-f', list, remote)
    commands.push(`${made} && ${put} && ${shellCommand('hadoop', 'distcp', ...common, '-f', remote, target)}`)
  })
  return [{path: `${folder}/copy.sh`, kind: 'shell', body: shellSteps(commands, {inOwnFolder: true})}, ...lists]
}

function evictCommands(eviction: Eviction, given: Settings): string[] {
  const prefix = given.replicaPrefixByRegion[eviction.region]!
  const folders = eviction.snapshot
    ? [tableFolder(given, prefix, eviction)]
    : eviction.dates.map(date => partitionFolder(given, prefix, eviction, date))
  return folders.map(folder => `hadoop fs -rm -r -f ${shellWord(folder)}`)
}

function rateOf({from, to}: {from: string; to: string}, given: Settings, catalogue: Catalogue): number {
  const rate = catalogue.linkBytesPerSecond(from, to)
  return Number.isFinite(rate) ? rate : (given.unlimitedLinkBytesPerSecond ?? Number.NaN)
}

function rateFaults(given: Settings, catalogue: Catalogue, copies: readonly Copy[]): SettingFault[] {
  return linksOf(copies).flatMap(link => {
    const rate = rateOf(link, given, catalogue)
    if (rate > 0) return []
    const name = `${link.from} → ${link.to}`
    if (rate === 0) {
      return [
        {
          field: 'linkShare',
          value: name,
          message: 'the link has capacity 0, and the plan copies over it',
          advice: 'Copy by another way, or mend the topology.',
        },
      ]
    }
    return [
      {
        field: 'unlimitedLinkBytesPerSecond',
        value: name,
        message: 'the link has no capacity in the topology, and DistCp needs a bandwidth',
        advice: 'Give unlimitedLinkBytesPerSecond, or the capacity in the topology.',
      },
    ]
  })
}

/** A replica prefix in or around a home prefix would let an eviction delete what is at home. */
function prefixFaults({homePrefixByRegion, replicaPrefixByRegion}: Settings): SettingFault[] {
  const folder = (prefix: string) => `${prefix.replace(/\/+$/, '')}/`
  return Object.entries(replicaPrefixByRegion).flatMap(([region, replica]) =>
    Object.entries(homePrefixByRegion)
      .filter(([, home]) => folder(home).startsWith(folder(replica)) || folder(replica).startsWith(folder(home)))
      .map(([homeRegion, home]) => ({
        field: `replicaPrefixByRegion.${region}`,
        value: replica,
        message: `lies in, or around, the home prefix '${home}' of '${homeRegion}'`,
        advice: 'Give replicas a prefix of their own: old partitions below it are deleted.',
      })),
  )
}
