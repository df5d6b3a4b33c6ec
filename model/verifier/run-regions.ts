import type {Violation} from '../account.js'
import {badInputOf, type Finding} from '../errors.js'
import type {History} from '../history.js'

/** Throws BadInput (file `run regions`) where the list does not fit the history. */
export function checkRunRegions({runs, topology}: History, runRegions: Int32Array): void {
  const findings: Finding[] = []
  const file = 'run regions'
  if (runRegions.length !== runs.count) {
    const message = `has ${runRegions.length} rows where the history has ${runs.count} runs`
    findings.push({kind: 'run-count', file, message, advice: 'Give one region, or −1, for each run of the history.'})
  }
  runRegions.forEach((region, run) => {
    if (region >= -1 && region < topology.regions.length) return
    const message = `run ${run + 1} is placed at region ${region}, which is none`
    const advice = `Give an index below ${topology.regions.length}, or −1.`
    findings.push({kind: 'unknown-region', file, row: run + 1, value: String(region), message, advice})
  })
  if (findings.length > 0) throw badInputOf(findings)
}

/** Scored runs that are not movable and were placed away from the region where they ran (formats.md 3.9). */
export function runViolations({runs, fromDay, toDay, topology}: History, runRegions: Int32Array): Violation[] {
  const violations: Violation[] = []
  for (let run = 0; run < runs.count; run++) {
    const region = runRegions[run]!
    if (region < 0 || region === runs.region[run] || runs.movable[run] === 1) continue
    if (runs.day[run]! < fromDay || runs.day[run]! > toDay) continue
    const subject = runs.jobNames[runs.job[run]!]!
    const message = `a run of job '${subject}' is placed at '${topology.regions[region]!.name}', but may not leave the region where it ran`
    violations.push({limit: 'movable', subject, actual: 1, allowed: 0, message})
  }
  return violations
}
