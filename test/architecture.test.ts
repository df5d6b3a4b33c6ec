import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join, relative, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Who may import whom (design.md section 1). Anything else of ours is forbidden. */
const allowedFolders: Readonly<Record<string, readonly string[]>> = {
  model: [],
  algorithms: ['model'],
  datasets: ['model'],
  viz: ['model'],
  planner: ['model', 'algorithms', 'datasets', 'viz'],
}

/** Packages that a folder may use beside its own tree. */
const allowedPackages: Readonly<Record<string, RegExp>> = {
  model: /^node:crypto$/,
  algorithms: /^(highs|javascript-lp-solver)$/,
  datasets: /^(node:.*|@duckdb\/node-api|csv-parse|fzstd|yaml|zod)$/,
  viz: /^d3$/,
  planner: /^(node:.*|yargs|cli-progress|cli-table3|yaml|zod|better-sqlite3|fastify|prom-client)$/,
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
    .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map(name => join(folder, name))
    .sort()
}

/** Specifiers of all static and dynamic imports and re-exports. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8')
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
    ),
  ].map(match => (match[1] ?? match[2] ?? match[3])!)
}

/** Family of an algorithm file: `algorithms/caching/hull.ts` → `caching`; files directly in `algorithms` have none. */
const familyOf = (path: string): string | undefined =>
  /^algorithms\/(caching|online|forecast|migration|placement|joint|routing)\//.exec(path)?.[1]

const files = Object.keys(allowedFolders).flatMap(sourcesOf)
const edges = files.flatMap(from =>
  importsOf(from)
    .filter(specifier => specifier.startsWith('.'))
    .map(specifier => ({from, to: relative(root, resolve(root, dirname(from), specifier)).replace(/\.js$/, '.ts')})),
)

describe('architecture', () => {
  it('sees the imports that it judges', () => {
    expect(edges).toContainEqual({from: 'model/objective.ts', to: 'model/arborescence.ts'})
    expect(files.length).toBeGreaterThan(50)
  })

  it('imports point one way between folders', () => {
    const wrong = edges.filter(({from, to}) => {
      const [own, other] = [from.split('/')[0]!, to.split('/')[0]!]
      return own !== other && !allowedFolders[own]!.includes(other)
    })
    expect(wrong).toEqual([])
  })

  it('families of algorithms never import one another, except joint', () => {
    const wrong = edges.filter(({from, to}) => {
      const [own, other] = [familyOf(from), familyOf(to)]
      return own !== undefined && other !== undefined && own !== other && own !== 'joint'
    })
    expect(wrong).toEqual([])
  })

  it('the verifier shares nothing but types with the code that makes plans', () => {
    const types = /^model\/(account|columns|days|errors|history|plan|topology)\.ts$/
    const wrong = edges.filter(
      ({from, to}) => from.startsWith('model/verifier/') && !to.startsWith('model/verifier/') && !types.test(to),
    )
    expect(wrong).toEqual([])
    expect(edges.some(({from, to}) => from === 'model/objective.ts' && to.startsWith('model/verifier/'))).toBe(false)
  })

  it('outside packages stay where they belong', () => {
    const wrong = files.flatMap(from =>
      importsOf(from)
        .filter(specifier => !specifier.startsWith('.') && !allowedPackages[from.split('/')[0]!]!.test(specifier))
        .map(specifier => ({from, specifier})),
    )
    expect(wrong).toEqual([])
  })

  it('chance and the clock are passed in', () => {
    const pure = files.filter(path => !path.startsWith('planner/'))
    const wrong = pure.filter(path =>
      /Math\.random\(|Date\.now\(|new Date\(\)|performance\.now\(/.test(readFileSync(join(root, path), 'utf8')),
    )
    expect(wrong).toEqual([])
  })

  it('no file is longer than 300 lines', () => {
    const long = files.filter(path => readFileSync(join(root, path), 'utf8').split('\n').length > 301)
    expect(long).toEqual([])
  })

  it('no import chain runs in a circle', () => {
    const next = new Map<string, string[]>()
    for (const {from, to} of edges) next.set(from, [...(next.get(from) ?? []), to])
    const state = new Map<string, 'open' | 'done'>()
    const circles: string[] = []
    const visit = (file: string): void => {
      state.set(file, 'open')
      for (const to of next.get(file) ?? []) {
        if (state.get(to) === 'open') circles.push(`${file} → ${to}`)
        else if (!state.has(to)) visit(to)
      }
      state.set(file, 'done')
    }
    for (const file of files) if (!state.has(file)) visit(file)
    expect(circles).toEqual([])
  })
})
