import {run as cachingHull} from './caching-hull.js'
import {run as cachingPolicies} from './caching-policies.js'
import {run as history} from './history.js'
import {run as jointPlan} from './joint-plan.js'
import {run as nights} from './nights.js'
import {run as partition} from './partition.js'
import {run as router} from './router.js'
import {run as serving} from './serving.js'
import {run as sidecar} from './sidecar.js'

/** `npm run bench [name …]`: runs the benches named, or all of them. Figures are medians; compare ratios, not seconds. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  'caching-hull': cachingHull,
  'caching-policies': cachingPolicies,
  history,
  'joint-plan': jointPlan,
  nights,
  partition,
  router,
  sidecar,
  serving,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !(name in benches))
if (unknown.length > 0) {
  process.stderr.write(`bench: no bench named ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}\n`)
  process.exitCode = 2
} else {
  for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) await benches[name]!()
}
