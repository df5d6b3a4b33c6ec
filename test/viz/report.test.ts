import {describe, expect, it} from 'vitest'
import {type ReportData, renderReport, renderWhatIf} from '../../viz/index.js'
import {pageScript} from '../../viz/page-script.js'
import {fullReport, sampleWhatIf} from './report-extras.js'
import {emptyReport, sampleReport, usual} from './report-sample.js'

const small = {regionNames: ['hangzhou', 'beijing', 'shanghai'], replicaCount: 4, money: false}
const usualPage = renderReport(sampleReport(usual))

const hostileNames = [
  '<script>globalThis.hacked = 1</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</script></title></svg><svg onload=alert(1)>',
  '\u202egnp.elbat',
  '=HYPERLINK("//evil.example")',
  '👩‍💻'.repeat(40),
  'x'.repeat(5000),
  'طلبات اليوم',
  '&lt;b&gt;',
  '',
]

function hostileReport(): ReportData {
  const data = sampleReport({regionNames: hostileNames, replicaCount: 22, money: true})
  const evil = (i: number): string => hostileNames[i % hostileNames.length]!
  return {
    ...data,
    title: evil(0),
    planId: evil(1),
    asOf: evil(2),
    fingerprint: evil(3),
    history: {from: evil(0), to: evil(1), dayCount: 3},
    costUnit: {kind: 'money', currency: '<i>"'},
    algorithm: {caching: evil(0), migration: evil(1), placement: evil(2), options: {[evil(3)]: evil(0)}, seed: 1},
    headline: {...data.headline, bound: {wanCostPerDay: 1, scope: evil(1), gap: 0.1}},
    storageCurve: {
      ...data.storageCurve,
      policies: data.storageCurve.policies.map((p, i) => ({...p, name: evil(i), label: evil(i)})),
    },
    topReplicas: data.topReplicas.map((r, i) => ({...r, table: evil(i), project: evil(i + 1)})),
    unmet: data.unmet.map((r, i) => ({...r, table: evil(i), project: evil(i + 1)})),
    moves: [{name: evil(0), from: evil(1), to: evil(2), bytes: 5}],
    jobs: fullReport.jobs!.map((job, i) => ({...job, job: evil(i), project: evil(i + 1), from: evil(2), to: evil(3)})),
    budgetPoints: fullReport.budgetPoints!,
    remaining: {
      tables: fullReport.remaining!.tables.map((row, i) => ({...row, name: evil(i), region: evil(i + 1)})),
      projects: [],
      jobs: fullReport.remaining!.jobs.map((row, i) => ({...row, name: evil(i + 2), region: evil(i)})),
    },
    backtest: {
      trainDays: 3,
      strategies: fullReport.backtest!.strategies.map((s, i) => ({
        name: evil(i),
        days: s.days.map(day => ({...day, day: evil(i + 3)})),
      })),
    },
    churn: {previousPlanId: evil(0), keptReplicas: 1, kinds: [{label: evil(1), count: 1, bytes: 1}]},
    coverage: {
      ...fullReport.coverage!,
      sources: [evil(0), evil(4)],
      dropped: [{reason: evil(1), count: 1, bytes: 1, examples: [evil(2), evil(3)]}],
      corrected: [{reason: evil(7), count: 1, bytes: 1, examples: [evil(5)]}],
    },
    explanations: [
      {
        kind: 'table',
        name: evil(0),
        sentences: [evil(1)],
        alternatives: [{what: evil(2), costPerDay: 1, isChosen: true}],
      },
    ],
  }
}

const hostileWhatIf = {
  ...sampleWhatIf,
  title: hostileNames[0]!,
  base: {...sampleWhatIf.base, name: hostileNames[3]!},
  scenarios: [
    ...sampleWhatIf.scenarios.map((s, i) => ({...s, name: hostileNames[i]!, changes: [hostileNames[i + 1]!]})),
    {name: hostileNames[4]!, changes: [hostileNames[0]!], refused: hostileNames[1]!},
  ],
}

/** The page without its style and scripts: what names may stand in. */
const content = (page: string): string =>
  page.replace(/<style>[\s\S]*?<\/style>/g, '').replace(/<script[\s\S]*?<\/script>/g, '')

/** Where a page has what it must not have: undefined, or a short excerpt. */
function excerpt(text: string, forbidden: RegExp): string | undefined {
  const at = text.search(forbidden)
  return at < 0 ? undefined : text.slice(Math.max(0, at - 60), at + 60)
}

describe('renderReport', () => {
  it('gives the page that was last looked at', async () => {
    await expect(renderReport(sampleReport(small))).toMatchFileSnapshot('golden/report-small.html')
  })

  it('gives the same bytes for the same data', () => {
    expect(renderReport(sampleReport(usual))).toBe(usualPage)
  })

  it('refers to nothing outside itself', () => {
    const rest = usualPage.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')
    expect(excerpt(rest, /https?:\/\/|\bsrc=|@import|url\(/)).toBeUndefined()
    expect(rest).toContain("default-src 'none'")
  })

  it('holds its numbers as JSON that reads back the same', () => {
    const json = usualPage.match(/<script type="application\/json" id="isthmus-report">([^<]*)<\/script>/)?.[1]
    expect(JSON.parse(json ?? '')).toEqual(JSON.parse(JSON.stringify(sampleReport(usual))))
  })

  it('has headings in order, a skip link, and a caption and scopes on every table', () => {
    const levels = [...usualPage.matchAll(/<h([1-6])/g)].map(m => Number(m[1]))
    expect(levels[0]).toBe(1)
    for (let i = 1; i < levels.length; i++) expect(levels[i]! - levels[i - 1]!).toBeLessThanOrEqual(1)
    expect(usualPage).toContain('<a class="skip" href="#main">')
    expect(usualPage.match(/<caption>/g)?.length).toBe(usualPage.match(/<table /g)?.length)
    expect(excerpt(usualPage, /<th(?! scope=)[ >]/)).toBeUndefined()
  })

  it.each([
    ['report', renderReport(fullReport)],
    ['what-if page', renderWhatIf(sampleWhatIf)],
  ])('has no id twice in a %s, and every row that a chart leads to', (_, page) => {
    const ids = [...content(page).matchAll(/ id="([^"]*)"/g)].map(m => m[1])
    expect(new Set(ids).size).toBe(ids.length)
    const rows = [...page.matchAll(/ data-row="([^"]*)"/g)].map(m => m[1])
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(ids).toContain(row)
  })

  it('shows every part that the data have, and none that they have not', () => {
    const full = renderReport(fullReport)
    const parts = ['id="budget"', 'id="moves"', 'id="jobs"', 'id="figure-hours"', 'id="figure-backtest"', 'id="churn"']
    for (const part of [
      ...parts,
      'id="figure-coverage"',
      'id="dropped"',
      'id="figure-by-moves"',
      'id="explain-heading"',
      'id="figure-remaining-jobs"',
    ]) {
      expect(full).toContain(part)
      expect(usualPage).not.toContain(part)
    }
  })

  it('says whether the figures are from the days that the plan was made from', () => {
    const data = sampleReport(usual)
    expect(usualPage).toContain('In-sample:')
    expect(renderReport({...data, headline: {...data.headline, inSample: false}})).toContain('Out-of-sample:')
  })

  it('claims no bound where there is none', () => {
    const {bound: _, ...headline} = sampleReport(usual).headline
    expect(renderReport({...sampleReport(usual), headline})).toContain('this algorithm gives no bound')
  })

  it.each([
    ['report', renderReport(hostileReport())],
    ['what-if page', renderWhatIf(hostileWhatIf)],
  ])('lets no name become markup, in any place of a %s', (_, page) => {
    expect(page.match(/<script/g)?.length).toBe(2)
    expect(page.match(/<\/script/g)?.length).toBe(2)
    expect(excerpt(content(page), /<img|<svg onload|<i>|\u202e/)).toBeUndefined()
    for (const tag of content(page).match(/<[a-z][^>]*>/g) ?? []) {
      expect(tag.replace(/ [a-zA-Z:-]+="[^"]*"| hidden| selected/g, '')).toMatch(
        /^<(?:!doctype html|[a-z][a-z0-9]*) ?\/?>$/,
      )
      expect(tag.replace(/="[^"]*"/g, '')).not.toMatch(/ on[a-z]/)
    }
  })

  it('draws nothing at all, a single region and no replicas without a number that is none', () => {
    expect(excerpt(content(renderReport(emptyReport)), /NaN|Infinity|undefined|null/)).toBeUndefined()
  })

  it('works with sixteen regions', () => {
    const regionNames = Array.from({length: 16}, (_, i) => `region-${i}`)
    const page = renderReport(sampleReport({regionNames, replicaCount: 10, money: true}))
    expect(excerpt(content(page), /NaN|Infinity|undefined/)).toBeUndefined()
  })
})

describe('pageScript', () => {
  it('is JavaScript, and cannot end its own element', () => {
    expect(() => new Function(pageScript)).not.toThrow()
    expect(pageScript).not.toMatch(/<\/script|<!--/i)
  })

  it('never takes text for markup', () => {
    expect(pageScript).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/)
  })

  it('stays small where every list is full, as it is for a million tables', () => {
    const name = (i: number): string => `warehouse_of_the_region.layer_dwd.table_with_a_long_name_${i}`
    const fill = <Row>(row: Row, count: number, named: (i: number) => Partial<Row>): Row[] =>
      Array.from({length: count}, (_, i) => ({...row, ...named(i)}))
    const regionNames = Array.from({length: 16}, (_, i) => `region-${i}`)
    const data = sampleReport({regionNames, replicaCount: 200, money: true})
    const rows = fill(fullReport.remaining!.tables[0]!, 25, i => ({name: name(i)}))
    const page = renderReport({
      ...fullReport,
      ...data,
      topReplicas: data.topReplicas.map((r, i) => ({...r, table: name(i)})),
      unmet: fill(data.unmet[0]!, 50, i => ({table: name(i)})),
      moves: fill(fullReport.moves[0]!, 1000, i => ({name: name(i)})),
      jobs: fill(fullReport.jobs![0]!, 200, i => ({job: name(i)})),
      remaining: {tables: rows, projects: rows, jobs: rows},
    })
    expect(Buffer.byteLength(page)).toBeLessThan(5e6)
  })
})
