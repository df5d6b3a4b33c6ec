import type {Finding} from '../../model/errors.js'

/** A file cannot be read on: what came before it is good, what is left of it is lost. */
export class BrokenStream extends Error {
  readonly finding: Finding
  constructor(finding: Finding) {
    super(finding.message)
    this.name = 'BrokenStream'
    this.finding = finding
  }
}
