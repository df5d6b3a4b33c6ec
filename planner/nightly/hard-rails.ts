import type {Plan} from '../../model/plan.js'
import {formatBytes} from '../../viz/format.js'
import type {Config} from '../config/schema.js'
import type {Refusal} from '../ledger/rows.js'
import {nameFilter} from './name-lists.js'

/**
 * What a proposal may not do whatever it gains: touch names that the lists hold, or make more or larger new moves than a night may.
 * A move that is in force already and not carried out yet is not new.
 *
 * @param inForce nothing where no plan is
 */
export function hardRefusals(proposal: Plan, inForce: Plan | undefined, rails: Config['rails']): Refusal[] {
  return [...listRefusals(proposal, rails), ...moveRefusals(proposal, inForce, rails)]
}

function listRefusals({moves, replicas, jobs}: Plan, rails: Config['rails']): Refusal[] {
  const table = nameFilter(rails.tables)
  const project = nameFilter(rails.projects)
  const job = nameFilter(rails.jobs)
  const refusals = new Map<string, Refusal>()
  const add = (rail: string, row: Omit<Refusal, 'rail' | 'reason'>, reason: string | undefined) => {
    if (reason === undefined) return
    const key = JSON.stringify([rail, row.decision, row.name, row.region])
    refusals.set(key, {rail, ...row, bytes: (refusals.get(key)?.bytes ?? 0) + row.bytes, reason})
  }
  for (const {project: name, table: alone, to, bytes} of moves) {
    const row = {decision: 'move' as const, name: (name ?? alone)!, region: to, bytes}
    add('projects', row, name === undefined ? undefined : project(name))
    add('tables', row, alone === undefined ? undefined : table(alone))
  }
  for (const {table: name, region, storedBytes} of replicas) {
    add('tables', {decision: 'replica', name, region, bytes: storedBytes}, table(name))
  }
  for (const {job: name, region} of jobs) add('jobs', {decision: 'job', name, region, bytes: 0}, job(name))
  return [...refusals.values()]
}

function moveRefusals({moves}: Plan, inForce: Plan | undefined, {mostMoves, moveBytes}: Config['rails']): Refusal[] {
  const fresh = newMoves(moves, inForce)
  const bytes = fresh.reduce((sum, move) => sum + move.bytes, 0)
  const isTooMany = mostMoves !== undefined && fresh.length > mostMoves
  const isTooLarge = moveBytes !== undefined && bytes > moveBytes
  return fresh.flatMap(({project, table, to, bytes: own}) => {
    const row = {decision: 'move' as const, name: (project ?? table)!, region: to, bytes: own}
    return [
      ...(isTooMany
        ? [
            {
              ...row,
              rail: 'most-moves',
              reason: `one of ${fresh.length} new moves, where a night may make ${mostMoves}`,
            },
          ]
        : []),
      ...(isTooLarge
        ? [
            {
              ...row,
              rail: 'move-bytes',
              reason: `the new moves carry ${formatBytes(bytes)}, where a night may carry ${formatBytes(moveBytes)}`,
            },
          ]
        : []),
    ]
  })
}

/** Moves that are not in force yet. */
export function newMoves(moves: Plan['moves'], inForce: Plan | undefined): Plan['moves'] {
  const key = ({project, table, to}: Plan['moves'][number]) => JSON.stringify([project, table, to])
  const known = new Set(inForce?.moves.map(key))
  return moves.filter(move => !known.has(key(move)))
}
