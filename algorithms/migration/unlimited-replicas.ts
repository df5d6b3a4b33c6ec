import type {ServingProblem} from '../serving/problem.js'

/**
 * The serving problem as Yugong's eq. 12–13 see it: the tables with the largest dependencies only (`share` of the bytes that projects
 * read of other projects), no write-backs, no prices of CPU and storage; all links at one price where asked. Capacities stay.
 */
export function unlimitedReplicas(problem: ServingProblem, share: number, isUniform: boolean): ServingProblem {
  const {regionCount, rowCount, tableCount, readStart, readTable, readAge, readBytes} = problem
  const isKept = largestDependencies(problem, share)
  let kept = 0
  for (let f = 0; f < readTable.length; f++) kept += isKept[readTable[f]]
  const facts = {
    readStart: new Int32Array(rowCount + 1),
    readTable: new Int32Array(kept),
    readAge: new Int32Array(kept),
    readBytes: new Float64Array(kept),
  }
  let at = 0
  for (let row = 0; row < rowCount; row++) {
    for (let f = readStart[row]; f < readStart[row + 1]; f++) {
      if (isKept[readTable[f]] === 0) continue
      facts.readTable[at] = readTable[f]
      facts.readAge[at] = readAge[f]
      facts.readBytes[at++] = readBytes[f]
    }
    facts.readStart[row + 1] = at
  }
  return {
    ...problem,
    ...facts,
    linkPrice: isUniform
      ? problem.linkPrice.map((_, link) => (link % (regionCount + 1) === 0 ? 0 : 1))
      : problem.linkPrice,
    writeStart: new Int32Array(rowCount + 1),
    writeTable: new Int32Array(0),
    writeBytes: new Float64Array(0),
    writersOfTable: {start: new Int32Array(tableCount + 1), item: new Int32Array(0)},
    writerRow: new Int32Array(0),
    homeStoragePrice: new Float64Array(regionCount),
    computePrice: new Float64Array(regionCount),
  }
}

/** 1 = among the tables of which other projects read most, until their bytes reach the share of all such bytes. */
function largestDependencies(problem: ServingProblem, share: number): Uint8Array {
  const {rowCount, tableCount, readStart, readTable, readBytes, rowProject, tableProject} = problem
  const foreign = new Float64Array(tableCount)
  let all = 0
  for (let row = 0; row < rowCount; row++) {
    for (let f = readStart[row]; f < readStart[row + 1]; f++) {
      if (tableProject[readTable[f]] === rowProject[row]) continue
      foreign[readTable[f]] += readBytes[f]
      all += readBytes[f]
    }
  }
  const byBytes = Int32Array.from({length: tableCount}, (_, t) => t).sort((a, b) => foreign[b] - foreign[a] || a - b)
  const isKept = new Uint8Array(tableCount)
  let bytes = 0
  for (const t of byBytes) {
    if (bytes >= share * all || foreign[t] === 0) break
    isKept[t] = 1
    bytes += foreign[t]
  }
  return isKept
}
