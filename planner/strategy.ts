import {type CachingPolicyName, cachingPolicies} from '../algorithms/caching/index.js'
import {type JointPolicyName, jointPolicies} from '../algorithms/joint/index.js'
import {IsthmusError} from '../model/errors.js'

/** A strategy as commands name it: `search`, or `caching:hull` for replicas only by that policy. */
export interface Strategy {
  /** As given. */
  readonly name: string
  readonly policy: JointPolicyName
  /** The caching policy, where the name says which. */
  readonly caching?: CachingPolicyName
}

const prefix = 'caching:'

/**
 * `two-stage,search,caching:hull` → strategies, in that order.
 * @throws IsthmusError (usage) with every name that is none, and every one that is there twice
 */
export function parseStrategies(text: string): Strategy[] {
  const names = text.split(',').map(name => name.trim())
  const unknown = names.filter(name => strategyOf(name) === undefined)
  const twice = names.filter((name, i) => names.indexOf(name) !== i)
  const faults = [
    ...unknown.map(name => `there is no strategy '${name}'`),
    ...twice.map(name => `'${name}' is named twice`),
  ]
  if (faults.length > 0) {
    throw new IsthmusError(
      'usage',
      `--strategies: ${faults.join('; ')}`,
      `Choose among ${Object.keys(jointPolicies).join(', ')}, or caching: with one of ${Object.keys(cachingPolicies).join(', ')}; separate them by commas.`,
    )
  }
  return names.map(name => strategyOf(name)!)
}

function strategyOf(name: string): Strategy | undefined {
  if (name in jointPolicies) return {name, policy: name as JointPolicyName}
  const caching = name.slice(prefix.length)
  if (!name.startsWith(prefix) || !(caching in cachingPolicies)) return undefined
  return {name, policy: 'caching', caching: caching as CachingPolicyName}
}
