import {accessRelations} from './access-relations.js'
import type {Dialect} from './dialect.js'
import {groupRelations} from './group-relations.js'
import {jobRelations} from './job-relations.js'
import {lineageRelations} from './lineage-relations.js'
import type {Relation} from './relation.js'

/** The aggregation of the days planned from, for an engine that keeps the single runs at hand and has the sizes. */
export function workloadRelations(dialect: Dialect): readonly Relation[] {
  return [...jobRelations(dialect), ...accessRelations(dialect, false), ...lineageRelations(dialect)]
}

/** The aggregation as it is kept in an aggregate folder, single runs left behind, for an engine that has the sizes. */
export function folderRelations(dialect: Dialect): readonly Relation[] {
  return [...jobRelations(dialect), ...groupRelations, ...accessRelations(dialect, true), ...lineageRelations(dialect)]
}
