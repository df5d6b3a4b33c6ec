import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Document, LineCounter, parseDocument} from 'yaml'
import type {z} from 'zod'
import type {Region, Topology} from '../../model/topology.js'
import {pricePerByte} from '../../model/units.js'
import {closestName} from './closest-name.js'
import {type Findings, present, shownValue} from './findings.js'
import {topologyFaults} from './topology-checks.js'
import {type TopologyFile, topologySchema} from './topology-schema.js'

export const topologyFileNames = ['topology.yaml', 'topology.yml', 'topology.json'] as const

/** Path of the topology of a folder that was read without findings. */
export function topologyPath(folder: string): string {
  return join(folder, topologyFileNames.find(name => existsSync(join(folder, name)))!)
}

/** Reads the topology of a history folder; adds findings and returns nothing where it is missing or faulty. */
export function readTopology(folder: string, findings: Findings): Topology | undefined {
  const files = topologyFileNames.filter(name => existsSync(join(folder, name)))
  if (files.length !== 1) {
    findings.add({
      kind: files.length === 0 ? 'missing-file' : 'two-files',
      file: files.length === 0 ? 'topology.yaml' : files.join(', '),
      message: files.length === 0 ? 'the folder has no topology' : 'the folder has more than one topology',
      advice: files.length === 0 ? 'Add topology.yaml with formatVersion and regions.' : 'Keep one of them.',
    })
    return undefined
  }
  const file = files[0]!
  const lines = new LineCounter()
  const text = readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF/, '')
  const document = parseDocument(text, {version: '1.2', schema: 'core', lineCounter: lines, prettyErrors: false})
  for (const error of document.errors) {
    findings.add({
      kind: 'broken-yaml',
      file,
      row: lines.linePos(error.pos[0]).line,
      message: `not well-formed ${file.endsWith('json') ? 'JSON' : 'YAML'}: ${error.message.replace(/\.?\s*$/, '')}`,
      advice: 'Mend the line.',
    })
  }
  if (document.errors.length > 0) return undefined
  const parsed = topologySchema.safeParse(document.toJS())
  const lineOf = (path: readonly PropertyKey[]) => lineAt(document, lines, path)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) addIssue(issue, file, document, lineOf, findings)
    return undefined
  }
  const faults = topologyFaults(parsed.data)
  for (const {path, ...fault} of faults) {
    findings.add({...fault, file, ...present('row', lineOf(path)), column: pathText(path)})
  }
  return faults.length > 0 ? undefined : buildTopology(parsed.data)
}

function addIssue(
  issue: z.core.$ZodIssue,
  file: string,
  document: Document,
  lineOf: (path: readonly PropertyKey[]) => number | undefined,
  findings: Findings,
): void {
  const fields = issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key]) : [issue.path]
  for (const path of fields) {
    const value = document.getIn(path)
    const unknown = issue.code === 'unrecognized_keys'
    const missing = !unknown && value === undefined
    const kind = unknown
      ? 'unknown-field'
      : missing
        ? 'missing-field'
        : issue.code === 'too_small'
          ? 'out-of-range'
          : 'wrong-type'
    const column = path.length === 0 ? undefined : pathText(path)
    findings.add({
      kind,
      file,
      ...present('row', lineOf(path)),
      ...present('column', column),
      ...(missing || typeof value === 'object' ? {} : {value: shownValue(String(value))}),
      message: unknown ? 'the field is unknown' : missing ? 'the field is missing' : messageOf(issue),
      advice: unknown ? knownFieldAdvice(String(path.at(-1))) : adviceFor(String(path.at(-1) ?? ''), kind),
    })
  }
}

function messageOf(issue: z.core.$ZodIssue): string {
  return issue.message.startsWith('is ') || issue.message.startsWith('names ')
    ? `the field ${issue.message}`
    : 'the file is not a mapping of fields'
}

function adviceFor(field: string, kind: string): string {
  if (field === '') return 'Give at least formatVersion and regions.'
  if (field === 'formatVersion') return 'Write formatVersion: "1.0", with the quotes.'
  if (field === 'computeCapacityCpuHours') return 'Give one number a day, or 24, one for each hour of the day (UTC).'
  if (field === 'regions') return 'List at least one region with a name.'
  if (kind === 'out-of-range') return 'Give zero or more.'
  return 'See formats.md section 1, topology.yaml.'
}

const knownFields = [
  ...['formatVersion', 'currency', 'unit', 'regions', 'links', 'defaultLink', 'replicaBudgetRatio', 'name', 'labels'],
  ...['replicaBudgetBytes', 'storageCapacityBytes', 'computeCapacityCpuHours', 'storagePricePerGBMonth'],
  ...['computePricePerCpuHour', 'from', 'to', 'pricePerGB', 'capacityBytesPerDay'],
]

function knownFieldAdvice(field: string): string {
  const closest = closestName(field, knownFields)
  return closest === undefined || closest === field ? 'Take it out.' : `Did you mean '${closest}'?`
}

/** Line of the value at a path, or of the closest part of the path that exists. */
function lineAt(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as {range?: [number, number, number]} | undefined
    if (node?.range) return lines.linePos(node.range[0]).line
  }
  return undefined
}

/** `regions[0].name` */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i === 0 ? '' : '.'}${String(key)}`)).join('')
}

function buildTopology(file: TopologyFile): Topology {
  const count = file.regions.length
  const linkPricePerByte = new Float64Array(count * count).fill(pricePerByte(file.defaultLink.pricePerGB ?? 1))
  const linkCapacityBytesPerDay = new Float64Array(count * count).fill(file.defaultLink.capacityBytesPerDay ?? Infinity)
  const index = new Map(file.regions.map((region, i) => [region.name, i]))
  for (const link of file.links) {
    const pair = index.get(link.from)! * count + index.get(link.to)!
    if (link.pricePerGB !== undefined) linkPricePerByte[pair] = pricePerByte(link.pricePerGB)
    if (link.capacityBytesPerDay !== undefined) linkCapacityBytesPerDay[pair] = link.capacityBytesPerDay
  }
  for (let region = 0; region < count; region++) {
    linkPricePerByte[region * count + region] = 0
    linkCapacityBytesPerDay[region * count + region] = Infinity
  }
  const regions = file.regions.map(
    (region): Region => ({
      name: region.name,
      replicaBudgetBytes: region.replicaBudgetBytes ?? Infinity,
      replicaBudgetRatio: region.replicaBudgetRatio ?? Infinity,
      storageCapacityBytes: region.storageCapacityBytes ?? Infinity,
      computeCapacityCpuHours: region.computeCapacityCpuHours ?? [],
      storagePricePerGBMonth: region.storagePricePerGBMonth,
      computePricePerCpuHour: region.computePricePerCpuHour,
      labels: region.labels,
    }),
  )
  return {
    currency: file.currency,
    unit: file.unit,
    regions,
    linkPricePerByte,
    linkCapacityBytesPerDay,
    replicaBudgetRatio: file.replicaBudgetRatio ?? Infinity,
  }
}
