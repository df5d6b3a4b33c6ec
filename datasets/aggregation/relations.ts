import {accessRelations} from './access-relations.js'
import type {Dialect} from './dialect.js'
import {groupRelations} from './group-relations.js'
import {jobRelations} from './job-relations.js'
import {lineageRelations} from './lineage-relations.js'
import type {Relation} from './relation.js'
import {sizeRelations} from './size-relations.js'

/** The whole aggregation of the days planned from, for an engine that keeps the single runs at hand. */
export function workloadRelations(dialect: Dialect): readonly Relation[] {
  return [...jobRelations(dialect), ...accessRelations(dialect, false), ...lineageRelations(dialect)]
}

/** The whole aggregation as it is kept in an aggregate folder, single runs left behind. Sizes included. */
export function folderRelations(dialect: Dialect): readonly Relation[] {
  return [
    ...sizeRelations(dialect),
    ...jobRelations(dialect),
    ...groupRelations,
    ...accessRelations(dialect, true),
    ...lineageRelations(dialect),
  ]
}
