/** What a cell of an export holds, whether it was exported as text (CSV, 64-bit numbers in JSON) or as a value. */

/** A number, or the text of one. */
export function cellNumber(cell: unknown): number | undefined {
  if (typeof cell === 'number') return cell
  if (typeof cell !== 'string' || !/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(cell)) return undefined
  return Number(cell)
}

/** A text that is not empty, or the text of a number. */
export function cellText(cell: unknown): string | undefined {
  if (typeof cell === 'number') return String(cell)
  return typeof cell === 'string' && cell !== '' ? cell : undefined
}

/** A truth value, or its text: true, false, t, f, yes, no, 1, 0 in any case. */
export function cellBoolean(cell: unknown): boolean | undefined {
  if (typeof cell === 'boolean') return cell
  const text = cellText(cell)?.trim().toLowerCase() ?? ''
  if (['true', 't', 'yes', 'y', '1'].includes(text)) return true
  return ['false', 'f', 'no', 'n', '0'].includes(text) ? false : undefined
}
