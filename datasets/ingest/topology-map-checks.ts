import type {Finding} from '../../model/errors.js'
import {closestName} from '../history/closest-name.js'
import {addressRange} from './topology-map-addresses.js'
import {fieldOf, type MapDocument} from './topology-map-document.js'
import {normalLocation, prefixEnds} from './topology-map-patterns.js'
import {placeholders, placeholderWords} from './topology-map-rules.js'
import {type Condition, conditions, type Rule, type TopologyMapFile} from './topology-map-schema.js'

type Report = (path: readonly PropertyKey[], fault: Pick<Finding, 'kind' | 'message' | 'advice'>) => void
const conditionNames = Object.keys(conditions) as Condition[]

/** Faults of a map whose fields are each well-formed: what only the topology or other rules show. */
export function mapFindings(map: TopologyMapFile, regions: readonly string[], document: MapDocument): Finding[] {
  const findings: Finding[] = []
  const report: Report = (path, fault) => findings.push({...fault, ...fieldOf(document, path)})
  map.rules.forEach((rule, i) => {
    ruleFaults(rule, ['rules', i], regions, report)
  })
  regionFaults(map.default.region, ['default', 'region'], regions, report)
  projectFaults(map.default.project, ['default', 'project'], 0, report)
  if (map.timeZone !== undefined && !isTimeZone(map.timeZone)) {
    report(['timeZone'], {
      kind: 'bad-time-zone',
      message: 'there is no such time zone',
      advice: 'Give an IANA name, e.g. UTC, Asia/Shanghai or Europe/Berlin.',
    })
  }
  shadowedRules(map.rules, report)
  return findings
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', {timeZone: name})
    return true
  } catch {
    return false
  }
}

const asksNothing = (rule: Rule): boolean => conditionNames.every(name => rule[name] === undefined)

function ruleFaults(rule: Rule, path: readonly PropertyKey[], regions: readonly string[], report: Report): void {
  if (asksNothing(rule)) {
    report(path, {
      kind: 'rule-without-condition',
      message: 'the rule asks for nothing, so it would match everything',
      advice: `Add one of ${conditionNames.join(', ')}, or put what it gives under default.`,
    })
  }
  if (rule.region === undefined && rule.project === undefined) {
    report(path, {kind: 'rule-without-result', message: 'the rule gives nothing', advice: 'Add region or project.'})
  }
  for (const name of conditionNames) {
    if (name !== 'address' && rule[name]?.includes('**')) {
      report([...path, name], {kind: 'bad-wildcard', message: 'two stars stand side by side', advice: 'Write one.'})
    }
  }
  if (rule.address !== undefined && addressRange(rule.address) === undefined) {
    report([...path, 'address'], {
      kind: 'bad-address',
      message: 'is neither an address nor a range of addresses',
      advice: 'Write 10.8.0.4, 10.8.0.0/16 or 2001:db8::/32; other than texts, addresses take no star.',
    })
  }
  regionFaults(rule.region, [...path, 'region'], regions, report)
  projectFaults(rule.project, [...path, 'project'], (rule.uriPrefix ?? '').split('*').length - 1, report)
}

function regionFaults(
  region: string | undefined,
  path: readonly PropertyKey[],
  regions: readonly string[],
  report: Report,
): void {
  if (region === undefined || regions.includes(region)) return
  if (/[*{}]/.test(region)) {
    report(path, {
      kind: 'bad-wildcard',
      message: 'a region takes neither a star nor a placeholder',
      advice: 'Name a region of the topology. Where the source names regions as the topology does, no rule is needed.',
    })
    return
  }
  const closest = closestName(region, regions)
  report(path, {
    kind: 'unknown-region',
    message: 'the topology has no such region',
    advice: closest === undefined ? `Known regions: ${regions.join(', ')}.` : `Did you mean '${closest}'?`,
  })
}

function projectFaults(
  project: string | undefined,
  path: readonly PropertyKey[],
  starCount: number,
  report: Report,
): void {
  if (project === undefined) return
  if (/[*{}]/.test(project.replace(placeholders, ''))) {
    report(path, {
      kind: 'bad-wildcard',
      message: 'a project takes no star, and every brace must be closed',
      advice: 'Use {schema}, or {1} for what the first star of uriPrefix stood for.',
    })
  }
  for (const [, name = ''] of project.matchAll(placeholders)) {
    if ((placeholderWords as readonly string[]).includes(name)) continue
    const isCapture = /^[1-9]\d*$/.test(name)
    if (isCapture && Number(name) <= starCount) continue
    const closest = closestName(name, placeholderWords)
    report(path, {
      kind: 'unknown-placeholder',
      message: isCapture ? `uriPrefix has no star number ${name}` : `there is no placeholder {${name}}`,
      advice:
        isCapture || closest === undefined
          ? `Known: ${placeholderWords.map(word => `{${word}}`).join(', ')}, and {1}, {2} … for the stars of uriPrefix.`
          : `Did you mean {${closest}}?`,
    })
  }
}

/** Rules that can never decide anything, because an earlier one asks for no more and gives as much. */
function shadowedRules(rules: readonly Rule[], report: Report): void {
  const earlier = {region: new Map<string, number>(), project: new Map<string, number>()}
  rules.forEach((rule, i) => {
    const wider = widerKeys(rule)
    const by = (result: 'region' | 'project'): number | undefined => {
      const found = wider.flatMap(key => earlier[result].get(key) ?? [])
      return found.length === 0 ? undefined : Math.min(...found)
    }
    const given = (['region', 'project'] as const).filter(result => rule[result] !== undefined)
    const shadows = given.map(by)
    if (given.length > 0 && shadows.every(shadow => shadow !== undefined)) {
      const line = Math.min(...(shadows as number[])) + 1
      report(['rules', i], {
        kind: 'shadowed-rule',
        message: `rule ${i + 1} never decides anything: rule ${line} matches all that it does`,
        advice: 'Put the narrower rule first, or take it out.',
      })
    }
    if (asksNothing(rule)) return
    for (const result of given) {
      const isSure = result === 'region' || !rule.project!.includes('{')
      const key = keyOf(rule, locationOf(rule), rule.kind)
      if (isSure && !earlier[result].has(key)) earlier[result].set(key, i)
    }
  })
}

/** Keys of all rules that match whatever this one does: fewer conditions, a shorter prefix, both kinds. */
function widerKeys(rule: Rule): string[] {
  const asked = conditionNames.filter(name => name !== 'uriPrefix' && rule[name] !== undefined)
  const location = locationOf(rule)
  const prefixes =
    location === null ? [null] : [null, ...Array.from(prefixEnds(location), end => location.slice(0, end))]
  const kinds = rule.kind === undefined ? [undefined] : [undefined, rule.kind]
  const keys: string[] = []
  for (let subset = 0; subset < 1 << asked.length; subset++) {
    const kept = Object.fromEntries(asked.filter((_, bit) => subset & (1 << bit)).map(name => [name, rule[name]]))
    for (const prefix of prefixes) for (const kind of kinds) keys.push(keyOf(kept, prefix, kind))
  }
  return keys
}

/** Null where the rule asks for no location. */
const locationOf = ({uriPrefix}: Rule): string | null => (uriPrefix === undefined ? null : normalLocation(uriPrefix))

function keyOf(rule: Rule, location: string | null, kind: Rule['kind']): string {
  const asked = conditionNames.filter(name => name !== 'uriPrefix' && rule[name] !== undefined)
  return JSON.stringify([location, kind ?? '', ...asked.map(name => [name, rule[name]])])
}
