import {existsSync} from 'node:fs'
import {dirname, resolve} from 'node:path'
import {stringify} from 'yaml'
import {badInputOf, type Finding} from '../../model/errors.js'
import {topologyFaults} from '../history/topology-checks.js'
import {type TopologyFile, topologySchema} from '../history/topology-schema.js'
import type {TopologyMap} from './located.js'
import {mapFindings} from './topology-map-checks.js'
import {fieldOf, type MapDocument, readMapDocument, schemaFindings} from './topology-map-document.js'
import {filledIn, RuleIndex} from './topology-map-rules.js'
import {type TopologyMapFile, topologyMapSchema} from './topology-map-schema.js'

/** A topology map, and the time zone of the source where the map file names one. */
export interface ReadTopologyMap extends TopologyMap {
  readonly timeZone: string | undefined
}

const topologyAdvice = 'See docs/formats.md, topology.yaml.'
const mapAdvice = 'See docs/ingest.md, or docs/topology-map.schema.json.'

/**
 * Reads the map from the places that sources name to regions and projects: a map file (docs/topology-map.schema.json), or a bare
 * topology.yaml (docs/formats.md), which knows only regions and projects that the source itself names.
 *
 * @throws BadInput with every fault of the map file and of the topology
 */
export async function readTopologyMap(path: string): Promise<ReadTopologyMap> {
  const document = await readMapDocument(path, 'Give a topology.yaml or a topology map, YAML or JSON.')
  if (isBareTopology(document.value)) {
    const findings: Finding[] = []
    const topology = checkedTopology(document, document.value, [], findings)
    if (topology === undefined) throw badInputOf(findings)
    return topologyMap(document.text, regionNames(topology), {
      formatVersion: '1.0',
      topology: path,
      rules: [],
      default: {},
    })
  }
  const parsed = topologyMapSchema.safeParse(document.value)
  if (!parsed.success) throw badInputOf(schemaFindings(document, parsed.error.issues, mapAdvice))
  const map = parsed.data
  const findings: Finding[] = []
  const topology = await topologyOf(map, document, findings)
  findings.push(...mapFindings(map, topology.regions, document))
  if (findings.length > 0) throw badInputOf(findings)
  return topologyMap(topology.text, topology.regions, map)
}

const isBareTopology = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'regions' in value && !('topology' in value) && !('rules' in value)

const regionNames = ({regions}: TopologyFile): string[] => regions.map(({name}) => name)

interface FoundTopology {
  readonly text: string
  /** Names of the regions, those of a faulty topology too as far as it shows them. */
  readonly regions: readonly string[]
}

/** The topology that a map names or holds. */
async function topologyOf(map: TopologyMapFile, document: MapDocument, findings: Finding[]): Promise<FoundTopology> {
  if (typeof map.topology !== 'string') {
    const topology = checkedTopology(document, map.topology, ['topology'], findings)
    return {
      text: stringify(map.topology),
      regions: topology === undefined ? rawRegions(map.topology) : regionNames(topology),
    }
  }
  const path = resolve(dirname(document.file), map.topology)
  if (!existsSync(path)) {
    throw badInputOf([
      {
        ...fieldOf(document, ['topology']),
        kind: 'missing-file',
        message: 'there is no such file',
        advice: 'Give the path of topology.yaml, relative to the map file.',
      },
    ])
  }
  const inner = await readMapDocument(path, 'Give the path of topology.yaml.')
  const topology = checkedTopology(inner, inner.value, [], findings)
  return {text: inner.text, regions: topology === undefined ? rawRegions(inner.value) : regionNames(topology)}
}

function checkedTopology(
  document: MapDocument,
  value: unknown,
  above: readonly PropertyKey[],
  findings: Finding[],
): TopologyFile | undefined {
  const parsed = topologySchema.safeParse(value)
  if (!parsed.success) {
    findings.push(...schemaFindings(document, parsed.error.issues, topologyAdvice, above))
    return undefined
  }
  const faults = topologyFaults(parsed.data)
  for (const {path, ...fault} of faults) findings.push({...fieldOf(document, [...above, ...path]), ...fault})
  return faults.length > 0 ? undefined : parsed.data
}

/** Names that a faulty topology lists, so that rules are not called wrong for its faults. */
function rawRegions(value: unknown): string[] {
  const {regions} = (value ?? {}) as {regions?: unknown}
  return Array.isArray(regions)
    ? regions.flatMap(region => (typeof region?.name === 'string' ? [region.name] : []))
    : []
}

function topologyMap(text: string, regions: readonly string[], map: TopologyMapFile): ReadTopologyMap {
  const index = new RuleIndex(map.rules)
  const known = new Set(regions)
  const {region: usualRegion, project: usualProject} = map.default
  return {
    topologyText: text,
    regions,
    timeZone: map.timeZone,
    locate(place, kind) {
      const given = index.give(place, kind)
      const named = place.region !== undefined && known.has(place.region) ? place.region : undefined
      const region = given.region ?? named
      const project = given.project ?? place.project
      const otherRegion = region ?? usualRegion
      const otherProject =
        project ?? (usualProject === undefined ? undefined : filledIn(usualProject, place, [])) ?? place.schema
      return {
        ...(otherRegion === undefined ? {} : {region: otherRegion}),
        regionFrom: region === undefined ? 'assumed' : 'exact',
        ...(otherProject === undefined ? {} : {project: otherProject}),
        projectFrom: project === undefined ? 'assumed' : 'exact',
      }
    },
  }
}
