import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

/** Contents of a history folder by path; null leaves out a file of the base. */
export type Contents = Readonly<Record<string, string | Uint8Array | null>>

/** A sound history of two regions, three projects and three days, small enough to work out by hand. */
export const tiny: Readonly<Record<string, string>> = {
  'topology.yaml': `formatVersion: "1.0"
regions:
  - {name: east, replicaBudgetBytes: 40_000}
  - {name: no, storageCapacityBytes: 9e16}
links:
  - {from: east, to: no, pricePerGB: 0.5}
defaultLink: {pricePerGB: 2}
`,
  'projects.csv': `project,region,pinned,allowed_regions
shop,east,false,east;no
ads,no,true,
lab,east,,
`,
  'tables.csv': `table,project,partition_bytes,retention_days,replicable
orders,shop,1000,10,true
clicks,ads,,,true
rates,shop,,,true
report,lab,500,2,false
`,
  'partitions.csv': `table,partition_date,bytes
orders,2026-11-02,1200
clicks,2026-11-01,300
`,
  'runs.csv': `run,job,project,region,start,duration_s,cpu_hours,priority,movable,status
r1,daily,ads,no,2026-11-01T06:00:00Z,60,0.5,bronze,true,ok
r2,daily,ads,no,2026-11-02T06:59:59Z,60,0.25,gold,true,ok
r3,daily,ads,no,2026-11-03T07:00:00Z,,1.5,,false,failed
r4,adhoc,lab,east,2026-11-03T23:30:00,,,,,
`,
  'reads.csv': `run,table,partition_date,bytes
r1,orders,2026-11-01,900
r2,orders,2026-11-02,1100
r2,orders,2026-11-01,100
r3,orders,2026-11-03,1000
r1,rates,,50
r2,rates,,70
r4,clicks,2026-11-01,20
`,
  'writes.csv': `run,table,partition_date,bytes
r1,clicks,2026-11-01,111
r2,clicks,2026-11-02,200
r2,clicks,2026-11-02,100
r3,clicks,2026-11-03,600
r1,rates,,40
r2,rates,,60
r2,rates,,30
r4,report,2026-11-03,5
`,
  'dependencies.csv': `table,upstream,job
report,orders,zeta
report,orders,eta
clicks,orders,other
`,
}

const folders: string[] = []

/** Writes a folder in the temporary directory and returns its path. */
export function writeFolder(contents: Contents): string {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-history-'))
  folders.push(folder)
  for (const [file, content] of Object.entries(contents)) {
    if (content === null) continue
    mkdirSync(dirname(join(folder, file)), {recursive: true})
    writeFileSync(join(folder, file), content)
  }
  return folder
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true})
}
