import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {factTables} from '../datasets/history/index.js'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** The fact tables as Markdown, from the field table that the reader itself works by. */
function factTablesText(): string {
  return factTables
    .map(table => {
      const rows = table.columns.map(column => {
        const kind = [column.type, ...(column.choices === undefined ? [] : [column.choices.join(', ')])].join(': ')
        const unit = column.unit === undefined ? '' : ` (${column.unit})`
        const empty = column.required ? 'required' : (column.default ?? 'empty')
        return `| \`${column.name}\` | ${kind}${unit} | ${empty} | ${column.meaning} |`
      })
      const heading = `### ${table.name}${table.required ? '' : ' (optional)'}\n\n${table.meaning}.`
      return `${heading}\n\n| column | type | if empty | meaning |\n|---|---|---|---|\n${rows.join('\n')}`
    })
    .join('\n\n')
}

describe('documents', () => {
  it('docs/formats.md lists the columns that the reader knows', () => {
    const block = read('docs/formats.md').split('-->\n')[1]!.split('\n<!-- end')[0]!
    expect(block).toBe(factTablesText())
  })

  it('every file that the README links to is there', () => {
    const links = [...read('README.md').matchAll(/\]\((?!http)([^)#]+)\)/g)].map(match => match[1]!)
    expect(links.length).toBeGreaterThan(3)
    for (const link of links)
      expect(() => readFileSync(new URL(`../${link}`, import.meta.url)), link).not.toThrow(/ENOENT/)
  })
})
