import {BadInput, type Finding, findingsListedPerKind} from '../../model/errors.js'

/** Collects everything that is wrong with a load, so that it is reported in one go. */
export class Findings {
  readonly #listed: Finding[] = []
  readonly #totals = new Map<string, number>()

  /** Adds one finding, or counts it where enough of its kind are listed. */
  add(finding: Finding): void {
    const seen = this.#totals.get(finding.kind) ?? 0
    this.#totals.set(finding.kind, seen + 1)
    if (seen < findingsListedPerKind) this.#listed.push(finding)
  }

  /** Counts findings of a kind that a query found beyond those that it listed. */
  addUnlisted(kind: string, count: number): void {
    if (count > 0) this.#totals.set(kind, (this.#totals.get(kind) ?? 0) + count)
  }

  /** True where a finding is about a file of this table. */
  concern(table: string): boolean {
    return this.#listed.some(({file}) => file.startsWith(`${table}.`) || file.startsWith(`${table}/`))
  }

  get isEmpty(): boolean {
    return this.#totals.size === 0
  }

  /** @throws BadInput with all findings, where there are any. */
  throwIfAny(): void {
    if (!this.isEmpty) throw new BadInput(this.#listed, Object.fromEntries(this.#totals))
  }
}

/** Values in messages are cut to this many characters. */
const SHOWN_CHARACTERS = 80

/** The value as it is shown in a finding: cut where it is long. */
export function shownValue(value: string): string {
  return value.length <= SHOWN_CHARACTERS ? value : `${value.slice(0, SHOWN_CHARACTERS)}…`
}

/** Sets an optional field only where it has a value. */
export function present<K extends string, V>(key: K, value: V | undefined): {readonly [P in K]?: V} {
  return value === undefined ? {} : ({[key]: value} as {[P in K]: V})
}
