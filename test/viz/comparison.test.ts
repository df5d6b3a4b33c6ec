import {runInNewContext} from 'node:vm'
import {describe, expect, it} from 'vitest'
import {comparisonCurvesChart} from '../../viz/charts/comparison-curves.js'
import {half} from '../../viz/charts/comparison-plane.js'
import {narrow} from '../../viz/charts/frame.js'
import {savingDotsChart} from '../../viz/charts/saving-dots.js'
import {comparisonRows, comparisonScript} from '../../viz/comparison-script.js'
import {type ComparisonData, renderComparison} from '../../viz/index.js'
import {emptyComparison, sampleComparison} from './comparison-sample.js'

const usual = sampleComparison({money: true})
const page = renderComparison(usual)

/** The page without its style and scripts: what names may stand in. */
const content = (html: string): string =>
  html.replace(/<style>[\s\S]*?<\/style>/g, '').replace(/<script[\s\S]*?<\/script>/g, '')

/** Where a page has what it must not have: undefined, or a short excerpt. */
function excerpt(text: string, forbidden: RegExp): string | undefined {
  const at = text.search(forbidden)
  return at < 0 ? undefined : text.slice(Math.max(0, at - 60), at + 60)
}

const noNumber = /NaN|Infinity|undefined|null/

const hostileNames = [
  '</script><script>globalThis.hacked = 1</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '\u202egnp.elbat',
  '=HYPERLINK("//evil.example")',
  'x'.repeat(5000),
  '&lt;b&gt;',
  '',
]

function hostileComparison(): ComparisonData {
  const evil = (i: number): string => hostileNames[i % hostileNames.length]!
  const nameOf = new Map(usual.policies.map((p, i) => [p.name, `${evil(i)}${i}`]))
  return {
    ...usual,
    title: evil(0),
    forecast: evil(1),
    train: {from: evil(0), to: evil(1), dayCount: 3},
    test: {from: evil(2), to: evil(0), dayCount: 3},
    costUnit: {kind: 'money', currency: '<i>"'},
    budgets: usual.budgets.map((b, i) => ({...b, label: evil(i)})),
    policies: usual.policies.map((p, i) => ({...p, name: nameOf.get(p.name)!, label: evil(i)})),
    results: usual.results.map((r, i) => ({
      ...r,
      policy: nameOf.get(r.policy)!,
      ...(i % 3 === 0 && {refused: evil(i)}),
    })),
  }
}

describe('comparison charts', () => {
  const charts = {
    'comparison-in-sample': (data: ComparisonData, size: typeof half) => comparisonCurvesChart(data, 'inSample', size),
    'comparison-out-of-sample': (data: ComparisonData, size: typeof half) =>
      comparisonCurvesChart(data, 'outOfSample', size),
    'comparison-dots': (data: ComparisonData, size: typeof half) => savingDotsChart(data, 3, size),
  }
  it.each(Object.entries(charts))('%s looks as it did when last looked at', async (name, draw) => {
    for (const size of [half, narrow])
      await expect(draw(usual, size)).toMatchFileSnapshot(`golden/${name}-${size.name}.svg`)
  })

  it.each(Object.entries(charts))('%s has a name, a title, a description and two decimals', (_, draw) => {
    const svg = draw(usual, half)
    expect(svg).toMatch(
      /^<svg [^>]*role="img" aria-label="[^"]{10,}"[^>]*><title>[^<]{10,}<\/title><desc>[^<]{10,}<\/desc>/,
    )
    expect(svg.replace(/<title>[^<]*<\/title>/g, '')).not.toMatch(/\d\.\d{3}/)
  })

  it('give a policy one colour, in-sample, out-of-sample and in the dots', () => {
    const strokeOf = (svg: string, i: number): string | undefined =>
      svg.match(new RegExp(`<g data-series="${i}"><path [^>]*stroke="([^"]*)"`))?.[1]
    const dots = savingDotsChart(usual, 3, half)
    for (const [i, {name}] of usual.policies.entries()) {
      const stroke = strokeOf(comparisonCurvesChart(usual, 'inSample', half), i)
      expect(strokeOf(comparisonCurvesChart(usual, 'outOfSample', half), i)).toBe(stroke)
      const row = dots.split('\n').find(line => line.includes(`>\u2068${name}\u2069</text>`)) ?? ''
      if (stroke !== undefined && !row.includes('no plan')) expect(row).toContain(`stroke="${stroke}"`)
    }
  })

  it('draw planned policies solid and filled, online ones dashed and hollow', () => {
    const svg = comparisonCurvesChart(usual, 'outOfSample', half)
    const series = (name: string): string => {
      const at = svg.indexOf(`<g data-series="${usual.policies.findIndex(p => p.name === name)}">`)
      return svg.slice(at, svg.indexOf('</g>', at))
    }
    expect(series('hull')).not.toContain('stroke-dasharray')
    expect(series('gdsf')).toContain('stroke-dasharray="6 4"')
    expect(series('gdsf')).toContain('fill="var(--ground,#ffffff)"')
    expect(series('hull')).not.toContain('fill="var(--ground,#ffffff)"')
  })

  it('sort the dots by the saving out-of-sample and put what gave no plan last, with the reason', () => {
    const svg = savingDotsChart(usual, 3, half)
    const names = [...svg.matchAll(/\u2068([a-z0-9-]+)\u2069/g)].map(m => m[1])
    expect(names.slice(0, 4)).toEqual(['all', 'windows', 'hull', 'exact-ilp'])
    expect(names.at(-1)).toBe('exact-dp')
    expect(svg).toContain('no plan: \u206834,211,006 states exceed')
  })

  it('claim no bound beyond the largest budget', () => {
    const bounds = comparisonCurvesChart(usual, 'inSample', half).match(
      /<path d="([^"]*)" fill="none" stroke="[^"]*" stroke-width="1.5"/,
    )
    const last = Number(bounds?.[1]?.match(/H([\d.]+)$/)?.[1])
    const ticks = [...comparisonCurvesChart(usual, 'inSample', half).matchAll(/<path d="M([\d.]+),39V370"/g)]
    expect(last).toBe(Number(ticks.at(-1)?.[1]))
  })
})

describe('renderComparison', () => {
  it('gives the same bytes for the same data', () => {
    expect(renderComparison(sampleComparison({money: true}))).toBe(page)
  })

  it('refers to nothing outside itself', () => {
    const rest = page.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')
    expect(excerpt(rest, /https?:\/\/|\bsrc=|@import|url\(/)).toBeUndefined()
    expect(rest).toContain("default-src 'none'")
  })

  it('holds its numbers as JSON that reads back the same', () => {
    const json = page.match(/<script type="application\/json" id="isthmus-comparison">([^<]*)<\/script>/)?.[1]
    expect(JSON.parse(json ?? '')).toEqual(JSON.parse(JSON.stringify(usual)))
  })

  it('states the best policy out-of-sample and by how much it beats k-probe and the best online one', () => {
    const headline = page
      .match(/<p class="headline">(.*?)<\/p>/)?.[1]
      ?.replace(/<[^>]*>/g, '')
      .replaceAll('\u00a0', ' ')
    expect(headline).toBe(
      'On days that no plan was made from, with a replica budget of 2 %, windows takes away the most of the WAN cost, 60.1 %: it leaves 6.8 % less than k-probe (57.2 %), and 32.2 % less than gdsf, the best online policy (41.2 %).',
    )
  })

  it('has headings in order, no id twice, and a caption and scopes on its table', () => {
    const levels = [...page.matchAll(/<h([1-6])/g)].map(m => Number(m[1]))
    expect(levels[0]).toBe(1)
    for (let i = 1; i < levels.length; i++) expect(levels[i]! - levels[i - 1]!).toBeLessThanOrEqual(1)
    const ids = [...content(page).matchAll(/ id="([^"]*)"/g)].map(m => m[1])
    expect(new Set(ids).size).toBe(ids.length)
    expect(page.match(/<caption>/g)?.length).toBe(1)
    expect(excerpt(page, /<th(?! scope=)[ >]/)).toBeUndefined()
  })

  it('lets no name become markup, in any place', () => {
    const hostile = renderComparison(hostileComparison())
    expect(hostile.match(/<script/g)?.length).toBe(2)
    expect(hostile.match(/<\/script/g)?.length).toBe(2)
    expect(excerpt(content(hostile), /<img|<i>|\u202e/)).toBeUndefined()
    for (const tag of content(hostile).match(/<[a-z][^>]*>/g) ?? []) {
      expect(tag.replace(/ [a-zA-Z:-]+="[^"]*"| hidden| checked/g, '')).toMatch(/^<[a-z][a-z0-9]* ?\/?>$/)
      expect(tag.replace(/="[^"]*"/g, '')).not.toMatch(/ on[a-z]/)
    }
  })

  it('shows no number that is none: full, empty, all refused, no traffic, no budgets used', () => {
    const cases: ComparisonData[] = [
      usual,
      emptyComparison,
      {...usual, results: usual.results.map(r => ({...r, refused: 'too large'}))},
      {...usual, results: [], bounds: []},
      {...usual, before: {inSampleCostPerDay: 0, outOfSampleCostPerDay: 0}},
      {...usual, budgets: usual.budgets.map(b => ({...b, replicaBytes: 0}))},
      {...usual, results: usual.results.map(r => ({...r, policy: 'unlisted', budget: 99}))},
      {...usual, policies: [], results: usual.results.slice(0, 3)},
      {
        ...usual,
        results: usual.results.map(r => ({...r, refused: 'x', inSample: {...r.inSample, wanCostPerDay: Number.NaN}})),
      },
    ]
    for (const data of cases) expect(excerpt(content(renderComparison(data)), noNumber)).toBeUndefined()
  })
})

describe('comparisonScript', () => {
  it('is JavaScript that cannot end its own element and never takes text for markup', () => {
    expect(() => new Function(comparisonScript)).not.toThrow()
    expect(comparisonScript).not.toMatch(/<\/script|<!--/i)
    expect(comparisonScript).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/)
  })

  it('copies a flat row a result, with names in place of indices and no savings for a refusal', () => {
    const rows: unknown = JSON.parse(String(runInNewContext(`JSON.stringify(${comparisonRows})`, {data: usual})))
    const refused = usual.results.findIndex(r => r.refused !== undefined)
    const index = usual.results.findIndex(r => r.policy === 'hull' && r.budget === 3)
    const hull = usual.results[index]!
    expect(rows).toHaveLength(usual.results.length)
    expect((rows as Record<string, unknown>[])[index]).toMatchObject({
      policy: 'hull',
      family: 'planned',
      budget: '3 %',
      savedShareOutOfSample: 1 - hull.outOfSample.wanCostPerDay / usual.before.outOfSampleCostPerDay,
      'outOfSample.wanBytesPerDay': hull.outOfSample.wanBytesPerDay,
    })
    expect((rows as object[])[refused]).not.toHaveProperty('savedShareInSample')
  })
})
