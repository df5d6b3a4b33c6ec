import type {Database} from '../history/database.js'
import type {Span} from '../history/span.js'
import type {Relation} from './relation.js'

/** Makes relations in the embedded engine, one after the other. */
export async function runRelations(
  database: Database,
  relations: readonly Relation[],
  {fromDay, toDay}: Span,
  onRelation: (done: number) => void = () => undefined,
): Promise<void> {
  for (const [i, {name, use, sql}] of relations.entries()) {
    const query = sql.replaceAll(':from_day', String(fromDay)).replaceAll(':to_day', String(toDay))
    await database.run(`CREATE OR REPLACE ${use === 'view' ? 'VIEW' : 'TABLE'} ${name} AS ${query}`)
    onRelation(i + 1)
  }
}
