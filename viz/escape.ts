// Control and bidirectional-override characters: invisible, able to reorder the text around them, and illegal in XML.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g
const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}
const wideGrapheme = /\p{Emoji_Presentation}|[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]/u
const graphemes = new Intl.Segmenter('en', {granularity: 'grapheme'})

/**
 * Text for HTML or SVG content and for attributes in either kind of quotes. Names are not ours: markup is escaped, control
 * and text-direction characters and lone surrogates become U+FFFD, so that no name can act or pose as another.
 */
export function escapeText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(unprintable, '\ufffd')
    .replace(/[&<>"']/g, c => entities[c]!)
}

/** Longer names are cut on the page; the data that the page embeds hold them whole. */
const longestName = 160

/** A name in running HTML: escaped, with its own text direction, and cut where it is absurdly long. */
export function nameHtml(name: string): string {
  return `<bdi>${escapeText(shorten(name, longestName))}</bdi>`
}

/** A name in SVG text: cut to `maxColumns`, escaped, with its own text direction (FSI … PDI). */
export function nameSvg(name: string, maxColumns: number): string {
  return `\u2068${escapeText(shorten(name, maxColumns))}\u2069`
}

/** Columns that a text takes where a Latin letter takes one: ideographs, kana, hangul and emoji take two. */
export function textColumns(text: string): number {
  let columns = 0
  for (const {segment} of graphemes.segment(text)) columns += columnsOf(segment)
  return columns
}

/** At most `maxColumns`; a longer text keeps its two ends, the last letters above all, for they tell names apart more often. */
export function shorten(text: string, maxColumns: number): string {
  const isHuge = text.length > 40 * maxColumns
  const scanned = isHuge ? text.slice(0, 20 * maxColumns) + text.slice(-20 * maxColumns) : text
  const parts = Array.from(graphemes.segment(scanned), s => s.segment)
  if (!isHuge && parts.reduce((sum, part) => sum + columnsOf(part), 0) <= maxColumns) return text
  const headColumns = Math.ceil((maxColumns - 1) * 0.4)
  const head = take(parts, headColumns)
  const tail = take(parts.reverse(), maxColumns - 1 - headColumns).reverse()
  return `${head.join('')}…${tail.join('')}`
}

function columnsOf(grapheme: string): number {
  return wideGrapheme.test(grapheme) ? 2 : 1
}

/** The first parts that fit. */
function take(parts: readonly string[], maxColumns: number): string[] {
  let count = 0
  let columns = 0
  for (const part of parts) {
    columns += columnsOf(part)
    if (columns > maxColumns) break
    count++
  }
  return parts.slice(0, count)
}

/** JSON for the inside of a script element: `<` is escaped, so nothing in it can end the element or open a comment. */
export function embedJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c')
}
