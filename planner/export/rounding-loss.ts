/** What a plan decides, by kind. */
export type Decision = 'replica' | 'move' | 'job'

/** What a target does beyond the plan or leaves of it: where it is coarser, by how much. */
export interface RoundingLoss {
  /** Bytes that the plan stores in replicas. */
  readonly plannedStoredBytes: number
  /** Bytes that the target will store beyond them once it has caught up. */
  readonly extraStoredBytes: number
  /** Decisions of a kind that the target takes, but not this one. */
  readonly omitted: readonly Omission[]
  /** Decisions of kinds that are not this target's. */
  readonly outside: Readonly<Record<Decision, number>>
  /** Further differences, each with its number. */
  readonly notes: readonly string[]
}

export interface Omission {
  readonly decision: Decision
  /** Table, project or job. */
  readonly name: string
  readonly reason: string
  /** Saving of the plan that is lost; 0 for moves, whose saving the plan file does not give one by one. */
  readonly savedBytesPerDay: number
}

/** Collects the loss while an exporter writes. */
export class LossTally {
  extraStoredBytes = 0
  readonly omitted: Omission[] = []
  readonly notes: string[] = []

  omit(decision: Decision, name: string, reason: string, savedBytesPerDay = 0): void {
    this.omitted.push({decision, name, reason, savedBytesPerDay})
  }

  loss(): RoundingLoss {
    return {
      plannedStoredBytes: 0,
      extraStoredBytes: this.extraStoredBytes,
      omitted: this.omitted,
      outside: {replica: 0, move: 0, job: 0},
      notes: this.notes,
    }
  }
}

/**
 * The loss in plain sentences, for comments: no name of the user's stands in them, no quote and no semicolon, because
 * some SQL shells read these inside comments too.
 */
export function lossLines(loss: RoundingLoss): string[] {
  const lines = [
    loss.plannedStoredBytes === 0
      ? 'Rounding loss: none in storage, for no replica bytes of the plan are written here.'
      : `Rounding loss: ${bytes(loss.extraStoredBytes)} stored beyond the ${bytes(loss.plannedStoredBytes)} of the plan.`,
  ]
  const reasons = new Map<string, {decision: Decision; reason: string; count: number; savedBytesPerDay: number}>()
  for (const {decision, reason, savedBytesPerDay} of loss.omitted) {
    const key = `${decision} ${reason}`
    const known = reasons.get(key) ?? {decision, reason, count: 0, savedBytesPerDay: 0}
    known.count++
    known.savedBytesPerDay += savedBytesPerDay
    reasons.set(key, known)
  }
  for (const {decision, reason, count, savedBytesPerDay} of reasons.values()) {
    lines.push(`Left out: ${counted(count, decision)}, ${bytes(savedBytesPerDay)} a day of saving: ${reason}.`)
  }
  const outside = (Object.entries(loss.outside) as [Decision, number][])
    .filter(([, count]) => count > 0)
    .map(([decision, count]) => counted(count, decision))
  if (outside.length > 0) lines.push(`Not of this target: ${outside.join(', ')}.`)
  return [...lines, ...loss.notes]
}

export const bytes = (count: number): string => `${Math.round(count)} bytes`
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
