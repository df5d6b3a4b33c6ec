/**
 * A location as rules compare it: one scheme for one storage (`s3a://` and `s3n://` are `s3://`), one slash after `file:`, no
 * slash at the end.
 */
export function normalLocation(uri: string): string {
  return uri
    .replace(/^s3[an]:\/\//i, 's3://')
    .replace(/^file:\/{2,}/i, 'file:/')
    .replace(/\/+$/, '')
}

/** Ends of the beginnings of a location that a prefix may name: 0, before each `/` and `:`, and the end. */
export function* prefixEnds(location: string): Generator<number> {
  yield 0
  for (let i = 1; i < location.length; i++) {
    const letter = location.charCodeAt(i)
    if (letter === slash || letter === colon) yield i
  }
  yield location.length
}
const slash = 47
const colon = 58

/** Tells whether a text matches, with what the stars stood for; undefined where it does not match. */
export type Matcher = (text: string) => readonly string[] | undefined

const nothingCaptured: readonly string[] = []

/** Matches the whole text; `*` stands for any text. */
export function textMatcher(pattern: string): Matcher {
  if (!pattern.includes('*')) return text => (text === pattern ? nothingCaptured : undefined)
  const parts = pattern.split('*')
  return text => (matchesParts(text, parts) ? nothingCaptured : undefined)
}

/** Greedy from the left is enough where stars stand for anything: no backtracking, so no pattern is slow. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const [first, last] = [parts[0]!, parts.at(-1)!]
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  let from = first.length
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from)
    if (at === -1) return false
    from = at + part.length
  }
  return from <= text.length - last.length
}

/** Matches the beginning of a location up to a `/`, a `:` or its end; `*` stands for text within one folder, at least one letter. */
export function prefixMatcher(prefix: string): Matcher {
  const normal = normalLocation(prefix)
  if (!normal.includes('*')) {
    return location =>
      location.startsWith(normal) && isPrefixEnd(location, normal.length) ? nothingCaptured : undefined
  }
  const source = normal
    .split('*')
    .map(part => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('([^/]+)')
  const expression = new RegExp(`^${source}(?=[/:]|$)`)
  return location => expression.exec(location)?.slice(1)
}

function isPrefixEnd(location: string, end: number): boolean {
  if (end === location.length) return true
  const letter = location.charCodeAt(end)
  return letter === slash || letter === colon
}

/** The part of a prefix before its first star that is a beginning by `prefixEnds`: what it can be found by. */
export function literalHead(prefix: string): string {
  const normal = normalLocation(prefix)
  const star = normal.indexOf('*')
  if (star === -1) return normal
  const head = normal.slice(0, star)
  return head.slice(0, Math.max(0, head.lastIndexOf('/'), head.lastIndexOf(':')))
}
