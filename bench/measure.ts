/** Wall-clock milliseconds of one call. */
export async function millisecondsOf(work: () => unknown): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

/** Runs `work` `times` times, one after the other, and gives the median of its milliseconds. */
export async function medianMilliseconds(times: number, work: () => unknown): Promise<number> {
  const measured: number[] = []
  for (let i = 0; i < times; i++) measured.push(await millisecondsOf(work))
  return median(measured)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Most memory that this process has held so far, in bytes. */
export function peakMemoryBytes(): number {
  return process.resourceUsage().maxRSS * 1024
}

/** Prints rows under headings in aligned columns, with the machine above. */
export function printTable(title: string, headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map(row => row[i].length)))
  const line = (cells: readonly string[]) => cells.map((cell, i) => cell.padEnd(widths[i])).join('  ')
  const lines = [title, line(headings), widths.map(width => '-'.repeat(width)).join('  '), ...rows.map(line), '']
  process.stdout.write(`${lines.join('\n')}\n`)
}
