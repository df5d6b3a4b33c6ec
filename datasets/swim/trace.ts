/** A SWIM trace in columns, one row a job in the order of the file. Bytes are whole numbers up to 2^53. */
export interface Trace {
  readonly count: number
  /** The trace's own job ids: unique. */
  readonly ids: readonly string[]
  readonly submitSecond: Float64Array
  readonly inputBytes: Float64Array
  readonly shuffleBytes: Float64Array
  readonly outputBytes: Float64Array
  /** Index into `paths`. */
  readonly path: Int32Array
  /** Input paths in the order in which they first occur. */
  readonly paths: readonly string[]
}

/** Each sampled window of a trace lasts an hour. */
export const windowSeconds = 3600

/** Index of the one-hour window that a job was submitted in. */
export function windowOf(trace: Trace, row: number): number {
  return Math.floor(trace.submitSecond[row]! / windowSeconds)
}

/** A trace under construction: columns that double when full. */
export class GrowingTrace {
  private readonly ids: string[] = []
  private readonly pathIndex = new Map<string, number>()
  private columns = Array.from({length: 4}, () => new Float64Array(1024))
  private path = new Int32Array(1024)

  push(
    id: string,
    submitSecond: number,
    inputBytes: number,
    shuffleBytes: number,
    outputBytes: number,
    path: string,
  ): void {
    const row = this.ids.push(id) - 1
    if (row === this.path.length) this.grow()
    const [submit, input, shuffle, output] = this.columns as [Float64Array, Float64Array, Float64Array, Float64Array]
    submit[row] = submitSecond
    input[row] = inputBytes
    shuffle[row] = shuffleBytes
    output[row] = outputBytes
    let index = this.pathIndex.get(path)
    if (index === undefined) {
      index = this.pathIndex.size
      this.pathIndex.set(path, index)
    }
    this.path[row] = index
  }

  finish(): Trace {
    const count = this.ids.length
    const [submitSecond, inputBytes, shuffleBytes, outputBytes] = this.columns.map(c => c.subarray(0, count))
    return {
      count,
      ids: this.ids,
      submitSecond: submitSecond!,
      inputBytes: inputBytes!,
      shuffleBytes: shuffleBytes!,
      outputBytes: outputBytes!,
      path: this.path.subarray(0, count),
      paths: [...this.pathIndex.keys()],
    }
  }

  private grow(): void {
    this.columns = this.columns.map(column => {
      const larger = new Float64Array(column.length * 2)
      larger.set(column)
      return larger
    })
    const larger = new Int32Array(this.path.length * 2)
    larger.set(this.path)
    this.path = larger
  }
}
