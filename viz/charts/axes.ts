import {escapeText} from '../escape.js'
import {color} from '../theme.js'
import {cut} from './frame.js'

/** Ticks of an axis: where they are, in pixels, and what they say. */
export interface Tick {
  readonly at: number
  readonly text: string
}

/** Pixels to keep free left of a left axis for these numbers. */
export function tickRoom(texts: readonly string[]): number {
  return 14 + 7.6 * Math.max(0, ...texts.map(t => t.length))
}

/** Left axis: a horizontal rule and a number for each tick, and the unit in words above. */
export function leftAxis(ticks: readonly Tick[], x0: number, x1: number, title: string, titleY: number): string {
  const rows = ticks.map(
    ({at, text}) =>
      `<path d="M${cut(x0)},${cut(at)}H${cut(x1)}" stroke="${color('rule')}"/><text x="${cut(x0 - 8)}" y="${cut(at + 4)}" text-anchor="end">${escapeText(text)}</text>`,
  )
  return `<g fill="${color('muted')}">${rows.join('')}<text x="2" y="${cut(titleY)}">${escapeText(title)}</text></g>`
}

/** Bottom axis: a number for each tick below a baseline, and the unit in words below, at the right. */
export function bottomAxis(ticks: readonly Tick[], x0: number, x1: number, y: number, title: string): string {
  const marks = ticks.map(
    ({at, text}) =>
      `<path d="M${cut(at)},${cut(y)}v5" stroke="${color('muted')}"/><text x="${cut(at)}" y="${cut(y + 19)}" text-anchor="middle">${escapeText(text)}</text>`,
  )
  return `<g fill="${color('muted')}"><path d="M${cut(x0)},${cut(y)}H${cut(x1)}" stroke="${color('muted')}"/>${marks.join('')}<text x="${cut(x1)}" y="${cut(y + 38)}" text-anchor="end">${escapeText(title)}</text></g>`
}
