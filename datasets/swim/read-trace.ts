import type {Finding} from '../../model/errors.js'
import {LARGEST_INTEGER} from '../history/columns.js'
import {Findings, shownValue} from '../history/findings.js'
import {GrowingTrace, type Trace, windowSeconds} from './trace.js'
import {forEachLine} from './trace-lines.js'

/** Windows become days: ten years of them is more than any trace has. */
const mostWindows = 3650
/** Tables made of outputs begin with this, so no input path may. */
export const outputPrefix = 'out/'

const wholeColumns = ['submit time', 'map input bytes', 'shuffle bytes', 'reduce output bytes'] as const
/** Where these stand in a line; the third field, the inter-arrival time, repeats what the submit times say and is not read. */
const wholeFields = [1, 3, 4, 5] as const

/**
 * Reads a SWIM trace with input paths: tab separated job id, submit time (s), inter-arrival time (s), map input bytes,
 * shuffle bytes, reduce output bytes, input path, and up to two empty fields (SWIM's `FB-2010_…_withInputPaths_0.tsv`).
 * @throws BadInput with every bad line, by its number; IsthmusError (bad-input) where there is no such file
 */
export async function readTrace(file: string): Promise<Trace> {
  const findings = new Findings()
  const trace = new GrowingTrace()
  const lineOfId = new Map<string, number>()
  const whole = new Float64Array(wholeFields.length)
  let fieldCount = 0
  await forEachLine(file, findings, (line, row) => {
    const fields = line.split('\t')
    if (row === 1) fieldCount = fields.length
    const add = (fault: Omit<Finding, 'file' | 'row'>) => findings.add({file, row, ...fault})
    if (!hasRightFields(line, fields, fieldCount, add)) return
    let good = true
    const fault = (finding: Omit<Finding, 'file' | 'row'>) => {
      good = false
      add(finding)
    }
    for (let i = 0; i < wholeFields.length; i++)
      whole[i] = wholeNumber(fields[wholeFields[i]!]!, wholeColumns[i]!, fault)
    const [submitSecond, inputBytes, shuffleBytes, outputBytes] = whole as unknown as [number, number, number, number]
    checkSubmit(submitSecond, fault)
    const id = fields[0]!
    const path = fields[6]!
    checkNames(id, path, lineOfId.get(id), fault)
    if (!lineOfId.has(id)) lineOfId.set(id, row)
    if (good) trace.push(id, submitSecond, inputBytes, shuffleBytes, outputBytes, path)
  })
  findings.throwIfAny()
  return trace.finish()
}

type Complain = (fault: Omit<Finding, 'file' | 'row'>) => void

function hasRightFields(line: string, fields: readonly string[], wanted: number, add: Complain): boolean {
  const count = fields.length
  const value = shownValue(line)
  if (count === 6) {
    const message = 'the line has 6 fields: the input path is missing, and without it there are no tables'
    const advice = 'Use a trace with input paths, such as FB-2010_samples_24_times_1hr_withInputPaths_0.tsv.'
    add({kind: 'no-input-path', value, message, advice})
    return false
  }
  if (count < 7 || count > 9 || count !== wanted) {
    const beside = count >= 7 && count <= 9 ? ` and the first line ${wanted}` : ''
    const message = `the line has ${count} field${count === 1 ? '' : 's'}${beside}`
    const advice = 'Give 7 to 9 fields, the same number on each line, with a tab between them and no header.'
    add({kind: 'field-count', value, message, advice})
    return false
  }
  for (const column of ['output path', 'last field']) {
    const text = fields[column === 'output path' ? 7 : 8]
    if (text === undefined || text === '') continue
    const message = 'the field has a value; the published traces leave it empty'
    const advice = 'Empty it: what a job puts out becomes a table of its own.'
    add({kind: 'output-path', column, value: shownValue(text), message, advice})
    return false
  }
  return true
}

function wholeNumber(text: string, column: (typeof wholeColumns)[number], fault: Complain): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value <= LARGEST_INTEGER) return value
  const unit = column === 'submit time' ? 'seconds' : 'bytes'
  const message = Number.isNaN(value) ? 'is no whole number from 0' : 'is larger than 2^53'
  fault({kind: 'not-whole', column, value: shownValue(text), message, advice: `Give whole ${unit}, such as 1048576.`})
  return Number.NaN
}

function checkSubmit(submitSecond: number, fault: Complain): void {
  if (!(submitSecond >= mostWindows * windowSeconds)) return
  const message = `is beyond hour ${mostWindows} of the trace`
  const advice = 'Give seconds since the start of the trace, not milliseconds and not a date.'
  fault({kind: 'late-submit', column: 'submit time', value: String(submitSecond), message, advice})
}

function checkNames(id: string, path: string, earlierLine: number | undefined, fault: Complain): void {
  if (id === '') fault({kind: 'no-job-id', column: 'job id', message: 'is empty', advice: 'Give each job an id.'})
  else if (earlierLine !== undefined) {
    const message = `is the job id of line ${earlierLine} too`
    fault({kind: 'duplicate-job', column: 'job id', value: shownValue(id), message, advice: 'Give each job once.'})
  }
  if (path === '') {
    fault({
      kind: 'no-input-path',
      column: 'input path',
      message: 'is empty',
      advice: 'Give the path that the job reads.',
    })
  } else if (path.startsWith(outputPrefix)) {
    const message = `begins with '${outputPrefix}', as the tables that are made of outputs do`
    fault({kind: 'reserved-path', column: 'input path', value: shownValue(path), message, advice: 'Rename it.'})
  }
}
