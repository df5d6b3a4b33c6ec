import {IsthmusError} from '../../model/errors.js'

/**
 * Reads `col=field` assignments of the command line.
 *
 * @throws IsthmusError (usage) where one is none, or a column is given twice
 */
export function columnMap(assignments: readonly string[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const assignment of assignments) {
    const at = assignment.indexOf('=')
    const [column, field] = [assignment.slice(0, at), assignment.slice(at + 1)]
    if (at < 1 || field === '') {
      throw new IsthmusError(
        'usage',
        `--map is '${assignment}'`,
        'Write COLUMN=FIELD: the column of isthmus (docs/formats.md), then the field of the source.',
      )
    }
    if (map.has(column)) {
      throw new IsthmusError('usage', `--map gives column '${column}' twice`, 'Give it once.')
    }
    map.set(column, field)
  }
  return map
}
