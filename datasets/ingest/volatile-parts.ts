const hex = '[0-9a-f]'
const uuid = `${hex}{8}[-_]${hex}{4}[-_]${hex}{4}[-_]${hex}{4}[-_]${hex}{12}`
const month = '(?:19|20)\\d{2}(?:0[1-9]|1[0-2])'
const dashedDate = '(?:19|20)\\d{2}([-_./])(?:0[1-9]|1[0-2])(?:\\1(?:0[1-9]|[12]\\d|3[01]))?'
const clock = '(?:[T _.+-]{0,2}\\d{2}[:_-]?\\d{2}(?:[:_-]?\\d{2}(?:[.,]\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?'
const notDigit = {before: '(?<!\\d)', after: '(?!\\d)'}

/** UUIDs, hashes of 16 and more hexadecimal digits with a digit and a letter among them, dates with a time or without, months, and numbers of 8 and more digits. */
const volatile = new RegExp(
  [
    `(?<!${hex})${uuid}(?!${hex})`,
    `(?<![0-9a-z])(?=[a-z]*\\d)(?=\\d*[a-f])${hex}{16,}(?![0-9a-z])`,
    `${notDigit.before}${dashedDate}${clock}${notDigit.after}`,
    `${notDigit.before}\\d{8,}(?:T\\d+)?${notDigit.after}`,
    `${notDigit.before}${month}${notDigit.after}`,
  ].join('|'),
  'gi',
)

/** Names are cut to this many characters: beyond it they are none. */
const longestName = 4096

/** A name, label or tag without what changes from run to run: dates, times, UUIDs, hashes and long numbers become `?`. */
export function withoutVolatileParts(text: string): string {
  return /\d/.test(text) ? text.slice(0, longestName).replace(volatile, '?') : text
}
