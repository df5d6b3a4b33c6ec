import type {Place} from './observed.js'
import {AddressIndex, type AddressRange, addressBits, addressRange} from './topology-map-addresses.js'
import {
  literalHead,
  type Matcher,
  normalLocation,
  prefixEnds,
  prefixMatcher,
  textMatcher,
} from './topology-map-patterns.js'
import type {Condition, Rule} from './topology-map-schema.js'

type PlaceKind = 'table' | 'run'

/** What a rule gives a place that it matches. */
export interface Given {
  readonly region?: string
  readonly project?: string
}

/** The word of a source that a condition looks at. */
export const wordOf: Readonly<Record<Condition, keyof Place>> = {
  uriPrefix: 'uri',
  catalog: 'catalog',
  schema: 'schema',
  warehouse: 'warehouse',
  coordinator: 'coordinator',
  address: 'address',
  sourceProject: 'project',
  sourceRegion: 'region',
}

interface PreparedRule {
  readonly rule: Rule
  readonly matchers: readonly (readonly [word: keyof Place, matches: Matcher])[]
  readonly addresses: AddressRange | undefined
}

/**
 * The rules of a map, found by what they ask first: a location by each of its beginnings, other words by themselves, addresses
 * by their ranges. Only rules that can match are tried, in their order.
 */
export class RuleIndex {
  readonly #rules: readonly PreparedRule[]
  readonly #byHead = new Map<string, number[]>()
  readonly #byWord = new Map<keyof Place, Map<string, number[]>>()
  readonly #byAddress = new AddressIndex()
  readonly #byNothing: number[] = []

  constructor(rules: readonly Rule[]) {
    this.#rules = rules.map(prepared)
    rules.forEach((rule, i) => {
      this.#file(rule, i)
    })
  }

  /** The first region and the first project that a rule gives, each from the first rule that gives it. */
  give(place: Place, kind: PlaceKind): Given {
    const location = place.uri === undefined ? undefined : normalLocation(place.uri)
    let region: string | undefined
    let project: string | undefined
    const bits = place.address === undefined ? undefined : addressBits(place.address)
    for (const i of this.#candidates(place, location, bits)) {
      const {rule} = this.#rules[i]!
      const helps =
        (region === undefined && rule.region !== undefined) || (project === undefined && rule.project !== undefined)
      if (!helps || (rule.kind !== undefined && rule.kind !== kind)) continue
      const captured = this.#match(i, place, location, bits)
      if (captured === undefined) continue
      region ??= rule.region
      if (rule.project !== undefined) project ??= filledIn(rule.project, place, captured)
      if (region !== undefined && project !== undefined) break
    }
    return {...(region === undefined ? {} : {region}), ...(project === undefined ? {} : {project})}
  }

  /** Files a rule under the one of its conditions that the fewest places share. */
  #file(rule: Rule, i: number): void {
    if (rule.uriPrefix !== undefined) {
      append(this.#byHead, literalHead(rule.uriPrefix), i)
      return
    }
    for (const condition of exactConditions) {
      const text = rule[condition]
      if (text === undefined || text.includes('*')) continue
      const word = wordOf[condition]
      const texts = this.#byWord.get(word) ?? new Map<string, number[]>()
      this.#byWord.set(word, texts)
      append(texts, text, i)
      return
    }
    if (rule.address === undefined) this.#byNothing.push(i)
    else this.#byAddress.add(addressRange(rule.address)!, i)
  }

  #candidates(place: Place, location: string | undefined, bits: string | undefined): readonly number[] {
    const found: number[] = [...this.#byNothing]
    if (location !== undefined && this.#byHead.size > 0) {
      for (const end of prefixEnds(location)) found.push(...(this.#byHead.get(location.slice(0, end)) ?? []))
    }
    for (const [word, texts] of this.#byWord) {
      const text = place[word]
      if (text !== undefined) found.push(...(texts.get(text) ?? []))
    }
    if (bits !== undefined && !this.#byAddress.isEmpty) found.push(...this.#byAddress.find(bits))
    return found.sort((a, b) => a - b)
  }

  /** What the stars of the location stood for; undefined where a condition does not hold. */
  #match(
    i: number,
    place: Place,
    location: string | undefined,
    bits: string | undefined,
  ): readonly string[] | undefined {
    const {matchers, addresses} = this.#rules[i]!
    let captured: readonly string[] = []
    for (const [word, matches] of matchers) {
      const text = word === 'uri' ? location : place[word]
      const found = text === undefined ? undefined : matches(text)
      if (found === undefined) return undefined
      if (word === 'uri') captured = found
    }
    if (addresses !== undefined && bits?.startsWith(addresses) !== true) return undefined
    return captured
  }
}

/** Conditions on words that are compared as a whole, those first that few places share. */
const exactConditions = ['schema', 'sourceProject', 'warehouse', 'coordinator', 'catalog', 'sourceRegion'] as const

function prepared(rule: Rule): PreparedRule {
  return {
    rule,
    matchers: [
      ...(rule.uriPrefix === undefined ? [] : [['uri', prefixMatcher(rule.uriPrefix)] as const]),
      ...exactConditions.flatMap(condition => {
        const text = rule[condition]
        return text === undefined ? [] : [[wordOf[condition], textMatcher(text)] as const]
      }),
    ],
    addresses: rule.address === undefined ? undefined : addressRange(rule.address),
  }
}

/** The words that `{…}` may name in a project. */
export const placeholderWords = ['project', 'schema', 'catalog', 'warehouse', 'coordinator', 'region'] as const

/** Every `{…}` of a project. */
export const placeholders = /\{([^{}]*)\}/g

/** The project with the source's words put in; undefined where the source lacks one of them. */
export function filledIn(project: string, place: Place, captured: readonly string[]): string | undefined {
  if (!project.includes('{')) return project
  let isComplete = true
  const filled = project.replace(placeholders, (_, name: string) => {
    const text = /^\d+$/.test(name) ? captured[Number(name) - 1] : place[name as keyof Place]
    if (text === undefined || text === '') isComplete = false
    return text ?? ''
  })
  return isComplete ? filled : undefined
}

function append<K>(lists: Map<K, number[]>, key: K, i: number): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [i])
  else list.push(i)
}
