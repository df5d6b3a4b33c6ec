/**
 * A small global scheduler on top of isthmus. It takes jobs from stdin (one JSON object a line: `at` seconds after the start of the day,
 * `runSeconds`, and `job`, the request to the router), asks the router where each should run, keeps a queue a region, and
 * feeds the waits back. Each start is a line of JSON on stdout, and a summary the last.
 *
 *   isthmus index --history HISTORY --plan PLAN/plan.json --out router.idx
 *   node scheduler.mjs router.idx 2026-11-20 4 < jobs.ndjson
 *
 * Arguments: router index, today, jobs that a region can run at a time.
 */
import {createInterface} from 'node:readline'
import {openRouter} from 'isthmus'

const [indexFile, today, slots = '4'] = process.argv.slice(2)
const router = openRouter({index: indexFile})
const regions = router.index.catalogue.regionNames
/** When each slot of each region is free again, in seconds of the day. */
const freeAt = new Map(regions.map(region => [region, new Array(Number(slots)).fill(0)]))
const answer = router.answer()
const summary = {jobs: 0, awayFromHome: 0, wanBytes: 0, wanBytesAtHome: 0, waitSeconds: 0}

/** Seconds until the region has a free slot. */
const waitAt = (region, now) => Math.max(0, Math.min(...freeAt.get(region)) - now)

/** Takes the slot that is free first. */
function start(region, now, runSeconds) {
  const slotsThere = freeAt.get(region)
  const slot = slotsThere.indexOf(Math.min(...slotsThere))
  const begin = Math.max(now, slotsThere[slot])
  slotsThere[slot] = begin + runSeconds
  return begin
}

for await (const line of createInterface({input: process.stdin})) {
  if (line.trim() === '') continue
  const {at, runSeconds, job} = JSON.parse(line)
  router.tick(today, Math.floor(at / 3600) % 24)
  for (const region of regions) router.report(region, {waitSeconds: waitAt(region, at)})
  router.place(job, answer)
  const home = regions[answer.candidates.home]
  const begin = start(answer.regionName, at, runSeconds)
  const homeBytes = answer.alternatives.find(({region}) => region === home)?.wanBytes ?? answer.wanBytes
  summary.jobs += 1
  summary.awayFromHome += Number(answer.regionName !== home)
  summary.wanBytes += answer.wanBytes
  summary.wanBytesAtHome += answer.regionName === home ? answer.wanBytes : homeBytes
  summary.waitSeconds += begin - at
  const started = {job: job.job ?? job.project, region: answer.regionName, reason: answer.reason, begin}
  process.stdout.write(`${JSON.stringify(started)}\n`)
}
process.stdout.write(`${JSON.stringify(summary)}\n`)
