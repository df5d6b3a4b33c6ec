import {BlockList} from 'node:net'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {Place} from '../../../datasets/ingest/observed.js'
import {addressBits, addressRange} from '../../../datasets/ingest/topology-map-addresses.js'
import {RuleIndex} from '../../../datasets/ingest/topology-map-rules.js'
import type {Rule} from '../../../datasets/ingest/topology-map-schema.js'

const word = fc.constantFrom('a', 'b', 'ab', 'ba')
const pattern = fc.constantFrom('a', 'b', 'ab', 'a*', '*b', '*', 'b*a')
const location = fc.constantFrom(
  's3://a',
  's3://a/b',
  's3a://a/b/c',
  's3://ab/b',
  'hdfs://a:1/b',
  '/a/b',
  's3://a/ab/c',
)
const prefix = fc.constantFrom(
  's3://a',
  's3://a/',
  's3://*',
  's3://a/*',
  's3://a*/b',
  'hdfs://a',
  '/',
  '/a',
  's3n://a/b',
  's3://a/*b',
)
const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc
    .option(value, {nil: undefined, freq: key === 'region' || key === 'project' ? 3 : 1})
    .map(v => (v === undefined ? {} : {[key]: v}))
const merged = (...parts: fc.Arbitrary<object>[]) => fc.tuple(...parts).map(all => Object.assign({}, ...all))

const rules = fc.array(
  merged(
    ...[optional('uriPrefix', prefix), optional('catalog', pattern), optional('sourceProject', pattern)],
    ...[optional('address', fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', '10.1.2.3'))],
    ...[optional('kind', fc.constantFrom('table', 'run')), optional('region', word), optional('project', word)],
  ) as fc.Arbitrary<Rule>,
  {minLength: 6, maxLength: 10},
)
const place = merged(
  ...[optional('uri', location), optional('catalog', word), optional('project', word)],
  ...[optional('address', fc.constantFrom('10.1.2.3', '10.1.2.4', '10.2.0.0', '11.0.0.0'))],
) as fc.Arbitrary<Place>

/** Matching as the documentation says it, rule by rule, with nothing shared with the index. */
function slowly(all: readonly Rule[], at: Place, kind: 'table' | 'run') {
  const isLike = (asked: string | undefined, text: string | undefined) =>
    asked === undefined ||
    (text !== undefined && new RegExp(`^${asked.split('*').map(escaped).join('.*')}$`).test(text))
  const octets = (address: string) => address.split('.').map(Number)
  const isIn = (range: string | undefined, address: string | undefined) => {
    if (range === undefined) return true
    if (address === undefined) return false
    const [base = '', bits = '32'] = range.split('/')
    return octets(base)
      .slice(0, Number(bits) / 8)
      .every((octet, i) => octet === octets(address)[i])
  }
  const plain = (uri: string) => uri.replace(/^s3[an]:/, 's3:')
  const begins = (asked: string | undefined, uri: string | undefined) => {
    if (asked === undefined) return true
    if (uri === undefined) return false
    const source = plain(asked).replace(/\/$/, '').split('*').map(escaped).join('[^/]+')
    return new RegExp(`^${source}([/:].*)?$`).test(plain(uri))
  }
  const matching = all.filter(
    rule =>
      (rule.kind ?? kind) === kind &&
      isLike(rule.catalog, at.catalog) &&
      isLike(rule.sourceProject, at.project) &&
      isIn(rule.address, at.address) &&
      begins(rule.uriPrefix, at.uri),
  )
  return {
    region: matching.find(r => r.region !== undefined)?.region,
    project: matching.find(r => r.project !== undefined)?.project,
  }
}
const escaped = (text: string) => text.replace(/[.:/]/g, '\\$&')

describe('rules found by index', () => {
  it('decide as the rules tried one after the other do', () => {
    let decided = 0
    fc.assert(
      fc.property(rules, place, fc.constantFrom('table' as const, 'run' as const), (all, at, kind) => {
        const {region, project} = new RuleIndex(all).give(at, kind)
        if (region !== undefined || project !== undefined) decided++
        expect({region, project}).toEqual(slowly(all, at, kind))
      }),
      {numRuns: 4000, seed: 8},
    )
    expect(decided).toBeGreaterThan(1000)
  })
})

describe('ranges of addresses', () => {
  it('hold what the ranges of node:net hold', () => {
    let held = 0
    const near = (address: string, other: string, share: number) =>
      address.slice(0, Math.round(address.length * share)) + other.slice(Math.round(address.length * share))
    const check = (version: 'ipv4' | 'ipv6', base: string, bits: number, address: string) => {
      const list = new BlockList()
      list.addSubnet(base, bits, version)
      const isHeld = addressBits(address)!.startsWith(addressRange(`${base}/${bits}`)!)
      if (isHeld) held++
      expect(isHeld).toBe(list.check(address, version))
    }
    fc.assert(
      fc.property(
        fc.ipV4(),
        fc.ipV4(),
        fc.integer({min: 1, max: 32}),
        fc.double({min: 0, max: 1, noNaN: true}),
        (a, b, bits, share) => {
          const mixed = near(a, b, share)
          check('ipv4', a, bits, addressBits(mixed) === undefined ? b : mixed)
        },
      ),
      {numRuns: 2000, seed: 8},
    )
    fc.assert(
      fc.property(
        fc.ipV6(),
        fc.ipV6(),
        fc.integer({min: 1, max: 128}),
        fc.double({min: 0, max: 1, noNaN: true}),
        (a, b, bits, share) => {
          const mixed = near(a, b, share)
          check('ipv6', a, bits, addressBits(mixed) === undefined ? b : mixed)
        },
      ),
      {numRuns: 2000, seed: 8},
    )
    expect(held).toBeGreaterThan(500)
  })
})
