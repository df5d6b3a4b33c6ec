/**
 * A mixed 0/1 program: minimise objective · x under sparse rows lower ≤ Σ value · x ≤ upper and 0 ≤ x ≤ columnUpper, some
 * columns whole numbers. Scale rows and objective to about 1 to 1000 before (solvers work to absolute tolerances).
 */
export interface MixedProgram {
  readonly columnCount: number
  readonly objective: Float64Array
  readonly columnUpper: Float64Array
  /** 1 = must be a whole number. */
  readonly isInteger: Int32Array
  readonly rowCount: number
  /** Row r holds entries `rowStart[r] … rowStart[r + 1]` of `rowColumn` and `rowValue`; no column twice in a row. */
  readonly rowStart: Int32Array
  readonly rowColumn: Int32Array
  readonly rowValue: Float64Array
  readonly rowLower: Float64Array
  readonly rowUpper: Float64Array
}

/** A sum of value · x; a column may be named more than once, its values add up. */
export type Term = readonly [column: number, value: number]

/** Collects columns and rows one by one. */
export class MixedProgramBuilder {
  readonly #mostColumns: number
  readonly #refuse: () => Error
  readonly #objective: number[] = []
  readonly #columnUpper: number[] = []
  readonly #isInteger: number[] = []
  readonly #rowStart: number[] = [0]
  readonly #rowColumn: number[] = []
  readonly #rowValue: number[] = []
  readonly #rowLower: number[] = []
  readonly #rowUpper: number[] = []

  /** @param refuse what is thrown when a column more than `mostColumns` is added: before memory runs out */
  constructor(mostColumns: number, refuse: () => Error) {
    this.#mostColumns = mostColumns
    this.#refuse = refuse
  }

  /** Largest magnitude of a cost so far; 0 where nothing costs anything. */
  get largestCost(): number {
    return this.#objective.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0)
  }

  /** Index of a new column that is 0 or 1; `isAllowed` false: always 0. */
  addBinary(isAllowed = true): number {
    return this.#addColumn(isAllowed ? 1 : 0, 1)
  }

  /** Index of a new column that may be any share from 0 to 1. */
  addShare(cost = 0): number {
    const column = this.#addColumn(1, 0)
    this.#objective[column] = cost
    return column
  }

  addCost(column: number, cost: number): void {
    this.#objective[column] += cost
  }

  /** lower ≤ Σ terms ≤ upper. Throws a RangeError for a number that is not finite among the terms: that is a bug of the caller. */
  addRow(lower: number, terms: Iterable<Term>, upper: number): void {
    const byColumn = new Map<number, number>()
    for (const [column, value] of terms) {
      if (!Number.isFinite(value)) throw new RangeError(`row ${this.#rowLower.length} has the value ${value}`)
      byColumn.set(column, (byColumn.get(column) ?? 0) + value)
    }
    for (const [column, value] of byColumn) {
      if (value === 0) continue
      this.#rowColumn.push(column)
      this.#rowValue.push(value)
    }
    this.#rowStart.push(this.#rowColumn.length)
    this.#rowLower.push(lower)
    this.#rowUpper.push(upper)
  }

  /** Σ terms ≤ upper, divided by the largest number in it so that tolerances are relative to it. */
  addScaledRow(terms: readonly Term[], upper: number): void {
    const largest = terms.reduce((most, [, value]) => Math.max(most, Math.abs(value)), Math.abs(upper))
    if (largest === 0) return
    this.addRow(
      Number.NEGATIVE_INFINITY,
      terms.map(([column, value]) => [column, value / largest] as const),
      upper / largest,
    )
  }

  /** The program, its objective multiplied by `objectiveScale`. */
  build(objectiveScale: number): MixedProgram {
    return {
      columnCount: this.#objective.length,
      objective: Float64Array.from(this.#objective, cost => cost * objectiveScale),
      columnUpper: Float64Array.from(this.#columnUpper),
      isInteger: Int32Array.from(this.#isInteger),
      rowCount: this.#rowLower.length,
      rowStart: Int32Array.from(this.#rowStart),
      rowColumn: Int32Array.from(this.#rowColumn),
      rowValue: Float64Array.from(this.#rowValue),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
    }
  }

  #addColumn(upper: number, isInteger: 0 | 1): number {
    if (this.#objective.length >= this.#mostColumns) throw this.#refuse()
    this.#columnUpper.push(upper)
    this.#isInteger.push(isInteger)
    return this.#objective.push(0) - 1
  }
}

const INTEGRALITY_TOLERANCE = 1e-5

/** The whole-number columns of a solver's x, rounded (0 in the others); undefined where one of them is fractional or out of range. */
export function roundedIntegers(program: MixedProgram, x: ArrayLike<number>): Uint8Array | undefined {
  if (x.length !== program.columnCount) return undefined
  const rounded = new Uint8Array(program.columnCount)
  for (let j = 0; j < rounded.length; j++) {
    if (program.isInteger[j] === 0) continue
    const whole = Math.round(x[j])
    if (!(Math.abs(x[j] - whole) <= INTEGRALITY_TOLERANCE) || whole < 0 || whole > program.columnUpper[j]) {
      return undefined
    }
    rounded[j] = whole
  }
  return rounded
}
