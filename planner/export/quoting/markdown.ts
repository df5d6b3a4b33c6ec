/** Any text as inline code of Markdown, on one line: the fence is longer than any run of backticks inside. */
export function codeSpan(text: string): string {
  const line = text.replace(
    /[\p{Cc}\u2028\u2029]/gu,
    sign => `\\u${sign.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  )
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const padding = line === '' || /^[ `]|[ `]$/.test(line) ? ' ' : ''
  return `${fence}${padding}${line}${padding}${fence}`
}

/** The same inside a table, where a bar would end the cell. */
export const codeCell = (text: string): string => codeSpan(text).replaceAll('|', '\\|')
