import {badInputOf, type Finding, IsthmusError} from '../../model/errors.js'
import type {Workload} from '../../model/workload.js'
import {evacuate} from './changes/evacuate-region.js'
import {goRound} from './changes/go-round.js'
import type {Fault, Making} from './changes/making.js'
import {allow, move, pin} from './changes/project-changes.js'
import {grow, retain} from './changes/table-changes.js'
import {addRegion, setBudget, setLink, setRegion, takeLinkDown} from './changes/topology-changes.js'
import {type Platform, unchanged} from './platform.js'
import type {Change} from './scenario-schema.js'

/** A scenario with where it was written, for findings. */
export interface NamedChanges {
  readonly name: string
  /** File, or the flag that made it. */
  readonly source: string
  readonly changes: readonly Change[]
}

/**
 * The platform after all changes, in their order. Pure: the workload is not touched.
 *
 * @param start what the first change finds
 * @throws BadInput with every change that names what is not there; IsthmusError (infeasible) where one cannot be made
 */
export function makeChanges(
  workload: Workload,
  {source, changes}: NamedChanges,
  start = unchanged(workload),
): Platform {
  const findings: Finding[] = []
  const obstacles: Fault[] = []
  const makingOf = (row?: number): Making => ({
    workload,
    fault: fault => {
      const {kind, field, value, message, advice, isInfeasible = false} = fault
      const column = row === undefined ? field : `changes[${row}].${field}`
      if (isInfeasible) obstacles.push(fault)
      else findings.push({kind, file: source, column, value, message, advice})
    },
  })
  const changed = changes.reduce((platform, change, row) => makeChange(platform, change, makingOf(row)), start)
  const settled = goRound(changed, makingOf())
  if (findings.length > 0) throw badInputOf(findings)
  const [first] = obstacles
  if (first !== undefined) throw new IsthmusError('infeasible', `${first.value}: ${first.message}`, first.advice)
  return settled
}

function makeChange(platform: Platform, change: Change, making: Making): Platform {
  switch (change.change) {
    case 'budget':
      return setBudget(platform, change)
    case 'region':
      return setRegion(platform, change, making)
    case 'link':
      return setLink(platform, change, making)
    case 'link-down':
      return takeLinkDown(platform, change, making)
    case 'add-region':
      return addRegion(platform, change, making)
    case 'evacuate':
      return evacuate(platform, change, making)
    case 'pin':
      return pin(platform, change, making)
    case 'move':
      return move(platform, change, making)
    case 'allow':
      return allow(platform, change, making)
    case 'growth':
      return grow(platform, change, making)
    case 'retention':
      return retain(platform, change, making)
    case 'moves':
      return {...platform, settings: {...platform.settings, mostMoves: change.most}}
    case 'strategy': {
      const {strategy, caching} = change
      const chosen = {...(strategy === undefined ? {} : {strategy}), ...(caching === undefined ? {} : {caching})}
      return {...platform, settings: {...platform.settings, ...chosen}}
    }
    case 'decide':
      return {...platform, settings: {...platform.settings, decide: change.what}}
  }
}
