import Table from 'cli-table3'

/** A flat result on stdout: one JSON object, or a two-column table. */
export function printResult(output: 'table' | 'json', result: Readonly<Record<string, unknown>>): void {
  if (output === 'json') {
    printJson(result)
    return
  }
  printTable(
    undefined,
    Object.entries(result).map(([name, value]) => [name, String(value)]),
  )
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** Rows as a plain-text table on stdout, numbers in columns after the first to the right. */
export function printTable(head: readonly string[] | undefined, rows: readonly (readonly string[])[]): void {
  const columns = head?.length ?? rows[0]?.length ?? 1
  const table = new Table({
    ...(head === undefined ? {} : {head: [...head]}),
    colAligns: Array.from({length: columns}, (_, i) => (i === 0 || head === undefined ? 'left' : 'right')),
    style: {head: [], border: [], compact: true},
  })
  for (const row of rows) table.push([...row])
  process.stdout.write(`${table.toString()}\n`)
}
