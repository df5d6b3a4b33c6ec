import {existsSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {type Browser, type BrowserContextOptions, chromium, type Page} from 'playwright-core'

/** Debian's browser, or the one that ISTHMUS_CHROMIUM names. */
export const chromiumPath = process.env.ISTHMUS_CHROMIUM ?? '/usr/bin/chromium'
export const hasChromium = existsSync(chromiumPath)
export const noChromium = `no browser at ${chromiumPath}: install chromium, or name one in ISTHMUS_CHROMIUM`

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({executablePath: chromiumPath, args: ['--no-sandbox', '--force-color-profile=srgb']})

/** An open page with all that it asked of the network and all that went wrong in it. */
export interface WatchedPage {
  readonly page: Page
  readonly requests: string[]
  readonly errors: string[]
}

export async function openFile(
  browser: Browser,
  path: string,
  {hash = '', ...options}: BrowserContextOptions & {hash?: string} = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options})
  const page = await context.newPage()
  const requests: string[] = []
  const errors: string[] = []
  const url = `file://${path}${hash}`
  page.on('request', request => {
    if (request.url() !== `file://${path}` && request.url() !== url) requests.push(request.url())
  })
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text())
  })
  page.on('pageerror', error => errors.push(error.message))
  await page.goto(url)
  return {page, requests, errors}
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds wrong, a line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const axe = (globalThis as never as {axe: {run(): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}})
      .axe
    const found = (await axe.run()).violations
    return found.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html.slice(0, 120)).join(' | ')}`)
  })
}
