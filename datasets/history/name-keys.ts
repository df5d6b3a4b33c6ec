import {cellText, keyColumn, type SourceCell} from './cells.js'
import type {ColumnSpec, Referent} from './columns.js'
import {identifier} from './database.js'

/**
 * Creates `table_key` or `run_key`: the row of each name. A history has millions of runs, so that references to them are
 * looked up by a hash join and not by an ENUM type, whose dictionary is copied with each query.
 */
export function createNameKey(referent: 'table' | 'run', factTable: string): string {
  const name = identifier(referent)
  return `CREATE TABLE ${referent}_key AS SELECT ${name} AS key_name, min(rowid)::INTEGER AS key_id
    FROM ${identifier(factTable)} WHERE ${name} IS NOT NULL GROUP BY ${name}`
}

/** The columns of a fact table that are looked up by a join. */
export function keyedColumns(columns: readonly ColumnSpec[], known: ReadonlySet<Referent>): readonly ColumnSpec[] {
  return columns.filter(({refersTo}) => (refersTo === 'table' || refersTo === 'run') && known.has(refersTo))
}

/**
 * A relation with the index of each table and run that it names (null where there is none), and with `_place`: a number
 * that rises with the rows, because a join does not keep their order.
 *
 * @param place SQL of the place of a row of `relation`
 */
export function keyedRelation(
  relation: string,
  place: string,
  keyed: readonly ColumnSpec[],
  cells: ReadonlyMap<string, SourceCell>,
): string {
  const known = keyed.filter(column => cells.has(column.name))
  const keys = keyed.map(column =>
    known.includes(column)
      ? `k${known.indexOf(column)}.key_id AS ${keyColumn(column)}`
      : `NULL AS ${keyColumn(column)}`,
  )
  const joins = known.map(
    (column, i) => `LEFT JOIN ${column.refersTo!}_key k${i} ON k${i}.key_name = ${cellText(cells.get(column.name)!)}`,
  )
  return `(SELECT s.*${keys.map(key => `, ${key}`).join('')} FROM (SELECT ${place} AS "_place", * FROM ${relation}) s ${joins.join(' ')})`
}
