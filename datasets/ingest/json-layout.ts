import {Buffer} from 'node:buffer'

/**
 * How the JSON of a file is laid out, by its beginning: `lines` where each line is a value of its own, `document` where the
 * lines have no meaning: a list, or an object over several lines.
 */
export function jsonLayout(beginning: Uint8Array): 'lines' | 'document' {
  const text = Buffer.from(beginning.buffer, beginning.byteOffset, beginning.length)
    .toString('utf8')
    .replace(/^\uFEFF?\s*/, '')
  if (text.startsWith('[')) return 'document'
  const [first = '', second] = text.split('\n', 2)
  if (second === undefined || second.startsWith('{') || isJson(first)) return 'lines'
  // A line that was cut off and an object that goes on look the same, but for what an object can go on with.
  return text.startsWith('{') && /^\s*(["}\]{]|$)/.test(second) ? 'document' : 'lines'
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
