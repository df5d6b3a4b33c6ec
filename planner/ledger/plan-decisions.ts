import type {Plan} from '../../model/plan.js'
import type {DecisionRow} from './rows.js'

type Decision = Pick<DecisionRow, 'decision' | 'name' | 'region' | 'ages' | 'bytes'>

/** What a plan decides, one row each: moves, replica windows, placed jobs. */
export function decisionsOf({moves, replicas, jobs}: Plan): Decision[] {
  return [
    ...moves.map(({project, table, to, bytes}) => ({
      ...{decision: 'move' as const, name: (project ?? table)!, region: to, ages: '', bytes},
    })),
    ...replicas.map(({table, region, fromAge, toAge, storedBytes}) => ({
      ...{decision: 'replica' as const, name: table, region, ages: `${fromAge}-${toAge}`, bytes: storedBytes},
    })),
    ...jobs.map(({job, region}) => ({decision: 'job' as const, name: job, region, ages: '', bytes: 0})),
  ]
}

/** Two decisions with the same key are the same one, however large it is. */
export function decisionKey({decision, name, region, ages}: Omit<Decision, 'bytes'>): string {
  return JSON.stringify([decision, name, region, ages])
}
