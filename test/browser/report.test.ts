import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Browser, Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {formatBytes, renderReport, renderWhatIf} from '../../viz/index.js'
import {fullReport, sampleWhatIf} from '../viz/report-extras.js'
import {emptyReport} from '../viz/report-sample.js'
import {hasChromium, launchChromium, noChromium, openFile, violations} from './chromium.js'

let folder: string
let browser: Browser

const figureOf = (page: Page, label: string): Promise<string | null> =>
  page.locator('[data-budget-tiles]:not([hidden]) li', {hasText: label}).first().textContent()

describe.skipIf(!hasChromium)(`the pages in a browser${hasChromium ? '' : ` (skipped: ${noChromium})`}`, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'isthmus-browser-'))
    await writeFile(join(folder, 'report.html'), renderReport(fullReport))
    await writeFile(join(folder, 'empty.html'), renderReport(emptyReport))
    await writeFile(join(folder, 'what-if.html'), renderWhatIf(sampleWhatIf))
    browser = await launchChromium()
  }, 30_000)
  afterAll(async () => {
    await browser?.close()
    await rm(folder, {recursive: true, force: true})
  })

  const open = (name: string, options = {}) => openFile(browser, join(folder, `${name}.html`), options)

  it.each(['report', 'empty', 'what-if'])(
    '%s opens from disk, asks nothing of the network, and nothing fails',
    async name => {
      const {page, requests, errors} = await open(name)
      expect(await page.title()).toContain('isthmus')
      expect({requests, errors}).toEqual({requests: [], errors: []})
      await page.context().close()
    },
  )

  it.each([
    {name: 'report', width: 1280, colorScheme: 'light'},
    {name: 'report', width: 360, colorScheme: 'dark'},
    {name: 'what-if', width: 1280, colorScheme: 'dark'},
    {name: 'what-if', width: 360, colorScheme: 'light'},
  ] as const)(
    'axe finds nothing wrong in $name at $width px, $colorScheme',
    async ({name, width, colorScheme}) => {
      const {page} = await open(name, {viewport: {width, height: 800}, colorScheme})
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await page.context().close()
    },
    30_000,
  )

  it('moves the headline to the plan of the chosen budget, and its ring on the curve', async () => {
    const {page, errors} = await open('report')
    const slider = page.locator('#budget')
    expect(await figureOf(page, 'WAN traffic')).toContain(formatBytes(fullReport.headline.after.wanBytesPerDay))
    await slider.focus()
    await page.keyboard.press('ArrowRight')
    const {after} = fullReport.budgetPoints![3]!
    expect(await slider.inputValue()).toBe('3')
    expect(await figureOf(page, 'WAN traffic')).toContain(formatBytes(after.wanBytesPerDay))
    expect(await page.locator('#budget-words').textContent()).toContain('Position 4 of 4')
    await page.keyboard.press('Home')
    expect(await figureOf(page, 'Extra storage')).toContain(formatBytes(0))
    expect(await page.locator('.wide [data-budget-point="0"]').isVisible()).toBe(true)
    expect(await page.locator('.wide [data-budget-point="1"]').isVisible()).toBe(false)
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('hides a policy by its key and shows it again', async () => {
    const {page} = await open('report')
    const line = page.locator('#figure-curve .wide [data-series="1"]')
    const key = page.locator('#figure-curve [data-toggle="1"]')
    expect(await line.isVisible()).toBe(true)
    await key.click()
    expect(await line.isVisible()).toBe(false)
    expect(await key.getAttribute('aria-pressed')).toBe('false')
    await key.click()
    expect(await line.isVisible()).toBe(true)
    await page.context().close()
  })

  it('sorts by number, down first and then up, and finds rows by words', async () => {
    const {page} = await open('report')
    const stored = page.locator('#replicas thead th', {hasText: 'Stored'})
    const column = () =>
      page.$$eval('#replicas tbody tr', rows =>
        rows.map(row => Number((row as never as {cells: {dataset: {sort: string}}[]}).cells[3]!.dataset.sort)),
      )
    await stored.locator('button').click()
    const down = await column()
    expect(down).toEqual([...down].sort((a, b) => b - a))
    await stored.locator('button').click()
    expect(await column()).toEqual([...down].sort((a, b) => a - b))
    const word = fullReport.topReplicas[2]!.table
    await page.locator('[data-search="replicas"]').fill(word)
    expect(await page.locator('#replicas tbody tr:visible').count()).toBe(
      fullReport.topReplicas.filter(({table}) => table.includes(word)).length,
    )
    await page.context().close()
  })

  it('shows exact values over a mark, by pointer and by keyboard', async () => {
    const {page} = await open('report')
    await page.locator('#figure-hours .narrow rect[data-mark]').first().hover()
    expect(await page.locator('#tip').textContent()).toMatch(/UTC, before: [\d.]+\sTB/)
    await page.locator('#figure-causes .narrow svg').focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.locator('#tip').textContent()).toMatch(/remote reads, before/)
    await page.context().close()
  })

  it('leads from a bar to its row, which stands folded away until then', async () => {
    const {page} = await open('report')
    const row = page.locator('#remaining-tables-2')
    expect(await row.isVisible()).toBe(false)
    await page.locator('#figure-remaining-tables .narrow [data-row="remaining-tables-2"]').first().click()
    expect(await row.isVisible()).toBe(true)
    expect(await page.evaluate('document.activeElement.id')).toBe('remaining-tables-2')
    await page.context().close()
  })

  it('copies a table as CSV, names whole and numbers exact', async () => {
    const {page} = await open('report')
    await page.evaluate(
      `Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => { globalThis.copied = text }}})`,
    )
    const copied = (): Promise<string> => page.evaluate('globalThis.copied')
    await page.locator('[data-csv="jobs"]').click()
    const lines = (await copied()).split('\r\n')
    expect(lines[0]).toBe(Object.keys(fullReport.jobs![0]!).join(','))
    expect(lines[1]).toBe(Object.values(fullReport.jobs![0]!).join(','))
    await page.locator('#figure-remaining-jobs summary').click()
    await page.locator('[data-csv="remaining.jobs"]').click()
    expect(await copied()).toMatch(/^name,region,bytesPerDay\.remoteReadBytesPerDay,/)
    await page.context().close()
  })

  it('goes dark by the button, and by the reader’s system', async () => {
    const ground = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const {page} = await open('report')
    const light = await ground(page)
    await page.locator('#theme').click()
    expect(await ground(page)).not.toBe(light)
    const other = await open('report', {colorScheme: 'dark'})
    expect(await ground(other.page)).toBe(await ground(page))
    await Promise.all([page.context().close(), other.page.context().close()])
  })

  it('shows the scenario that is picked', async () => {
    const {page} = await open('what-if')
    const heading = page.locator('[data-scenario]:not([hidden]) h3').first()
    expect(await heading.textContent()).toBe('half the budget')
    await page.locator('#scenario').selectOption('2')
    expect(await heading.textContent()).toBe('a fast link')
    await page.locator('#scenario').selectOption('3')
    expect(await page.locator('[data-scenario]:not([hidden])').textContent()).toContain('hangzhou has no room for 4 PB')
    await page.context().close()
  })

  it('reads without script, too', async () => {
    const {page} = await open('report', {javaScriptEnabled: false})
    expect(await page.locator('[data-budget-tiles] .tiles:visible').count()).toBe(1)
    expect(await page.locator('.slider').isVisible()).toBe(false)
    expect(await page.locator('#jobs').isVisible()).toBe(true)
    await page.context().close()
  })
})
