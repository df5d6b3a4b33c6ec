import {readCoverage} from '../../datasets/lake/coverage.js'
import type {Day} from '../../model/days.js'
import type {ReportData} from '../../viz/report-data.js'
import {coverageFigures} from '../ingest/coverage-figures.js'

/** What a history rests on over these days, for a report; nothing where the history was not ingested. */
export function knownCoverage(
  history: string,
  {fromDay, toDay}: {fromDay: Day; toDay: Day},
): Pick<ReportData, 'coverage'> {
  const coverage = readCoverage(history, fromDay, toDay)
  return coverage === undefined ? {} : {coverage: coverageFigures(coverage)}
}
