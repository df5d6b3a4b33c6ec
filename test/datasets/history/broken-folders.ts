import {gzipSync} from 'node:zlib'
import {type Contents, tiny} from './tiny-folder.js'

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
const topology = (text: string): Contents => ({'topology.yaml': text})
const edit = (file: string, from: string, to: string): Contents => {
  if (!tiny[file]!.includes(from)) throw new Error(`${file} has no '${from}'`)
  return {[file]: tiny[file]!.replace(from, to)}
}
const ndjson = (...lines: string[]): Contents => ({'reads.csv': null, 'reads.ndjson': `${lines.join('\n')}\n`})
const read = (row: string): Contents => ({'reads.csv': `${tiny['reads.csv']}${row}\n`})
const goodRead = '{"run": "r1", "table": "orders", "partition_date": "2026-11-01", "bytes": 5}'
const manyReads = Array.from({length: 3000}, (_, i) => `r1,orders,2026-11-01,${(i * 7919) % 100_003}`).join('\n')
const gzippedReads = gzipSync(`run,table,partition_date,bytes\n${manyReads}\n`)

/** Folders with one fault or a few, by name: what they change of the tiny folder. Each has its golden message. */
export const brokenFolders: Readonly<Record<string, Contents>> = {
  'topology-missing': {'topology.yaml': null},
  'topology-twice': {'topology.json': '{}'},
  'topology-syntax': topology('formatVersion: "1.0"\nregions:\n  - {name: east\n  - {name: no}\n'),
  'topology-empty': topology(''),
  'topology-version': edit('topology.yaml', '"1.0"', '1.0'),
  'topology-no-version': edit('topology.yaml', 'formatVersion: "1.0"\n', ''),
  'topology-no-regions': topology('formatVersion: "1.0"\nregions: []\n'),
  'topology-unknown-field': edit('topology.yaml', 'replicaBudgetBytes', 'replicaBugdetBytes'),
  'topology-wrong-type': edit('topology.yaml', '40_000', 'lots'),
  'topology-negative': topology(
    tiny['topology.yaml']!.replace('40_000', '-1').replace('9e16', '-9e16').replace('0.5', '-0.5'),
  ),
  'topology-two-budgets': edit('topology.yaml', '40_000', '40_000, replicaBudgetRatio: 0.03'),
  'topology-hours': edit('topology.yaml', '40_000', '40_000, computeCapacityCpuHours: [1, 2, 3]'),
  'topology-links': edit(
    'topology.yaml',
    'defaultLink',
    '  - {from: east, to: east}\n  - {from: east, to: no}\n  - {from: esat, to: no}\ndefaultLink',
  ),
  'topology-duplicate-region': edit('topology.yaml', 'links:', '  - {name: east}\nlinks:'),
  'table-missing': {'runs.csv': null, 'reads.csv': null},
  'table-twice': {'reads.parquet': 'x', 'writes/a.csv': 'x'},
  'table-misspelt': {'reads.csv': null, 'raeds.csv': tiny['reads.csv']!},
  'folder-odd-file': {'writes.csv': null, 'writes/a.csv': tiny['writes.csv']!, 'writes/b.txt': 'x'},
  'folder-empty': {'writes.csv': null, 'writes/_SUCCESS': ''},
  'file-empty': {'reads.csv': '', 'writes.csv': ''},
  'header-only-required': {'projects.csv': 'project,region\n'},
  'column-unknown': edit('runs.csv', 'cpu_hours', 'cpu_huors'),
  'column-missing': {'writes.csv': 'run,table,partition_date\nr1,clicks,2026-11-01\n'},
  'column-twice': {'reads.csv': 'run,table,partition_date,bytes,bytes\nr1,orders,2026-11-01,1,2\n'},
  'column-case': edit('reads.csv', 'bytes', 'Bytes'),
  'gzip-truncated': {'reads.csv': null, 'reads.csv.gz': gzippedReads.subarray(0, gzippedReads.length >> 1)},
  'gzip-trailer-lost': {'reads.csv': null, 'reads.csv.gz': gzippedReads.subarray(0, gzippedReads.length - 4)},
  'gzip-damaged': {
    'reads.csv': null,
    'reads.csv.gz': bytes([...gzippedReads.subarray(0, -8)], [1, 2, 3, 4], [...gzippedReads.subarray(-4)]),
  },
  'gzip-not': {'reads.csv': null, 'reads.csv.gz': tiny['reads.csv']!},
  'rows-ragged': {
    'reads.csv': 'run,table,partition_date,bytes\nr1,orders,2026-11-01\nr1,orders,2026-11-01,1,2\nr9,orders,,1\n',
  },
  'quote-open': {'reads.csv': 'run,table,partition_date,bytes\nr1,"orders,2026-11-01,5\nr1,orders,2026-11-01,5\n'},
  'newlines-mixed': {'reads.csv': 'run,table,partition_date,bytes\nr1,orders,2026-11-01,5\r\nr1,orders,2026-11-01,5\n'},
  'not-utf-8': {
    'reads.csv': bytes(
      'run,table,partition_date,bytes\nr1,ord',
      [0xff, 0xfe],
      'ers,2026-11-01,5\nr2,orders,2026-11-01,-5\n',
    ),
  },
  'json-broken': ndjson(goodRead, '{"run": "r1", ', '[1, 2]', '', goodRead.replace('r1', 'r9')),
  'json-not-utf-8': {'reads.csv': null, 'reads.ndjson': bytes('{"run":"', [0xff], '"}\n', goodRead, '\n')},
  'json-values': ndjson(
    goodRead.replace('5', '1e9'),
    goodRead.replace('"r1"', '{"id": 1}'),
    goodRead.replace('5', '"many"'),
    goodRead.replace('5', 'true'),
    goodRead.replace('"2026-11-01"', '20261101'),
  ),
  'json-unknown-key': ndjson(goodRead, goodRead.replace('"bytes"', '"byte"')),
  'parquet-broken': {'reads.csv': null, 'reads.parquet': 'PAR1 is not enough'},
  integers: {
    'reads.csv': `${tiny['reads.csv']}${[
      '1e9',
      '-5',
      '1.5',
      '9007199254740993',
      '99999999999999999999',
      'x',
      '',
      '0x10',
      '1_000',
    ]
      .map(value => `r1,orders,2026-11-01,${value}`)
      .join('\n')}\n`,
  },
  numbers: {'runs.csv': tiny['runs.csv']!.replace('60,0.5', 'nan,-0.5').replace('60,0.25', '1e400,inf')},
  'required-empty': {'projects.csv': 'project,region\n,east\nads,\nshop,east\nlab,east\n'},
  dates: read('r2,orders,2026-02-30,1\nr2,orders,2026-11-1,1\nr2,orders,2026/11/01,1\nr2,orders,yesterday,1'),
  timestamps: {
    'runs.csv': `run,job,project,region,start
r1,daily,ads,no,2026-11-01
r2,daily,ads,no,2026-11-31T00:00:00Z
r3,daily,ads,no,1793000000
r4,daily,ads,no,2026-11-03T24:00:00Z
`,
  },
  booleans: {'projects.csv': 'project,region,pinned\nshop,east,TRUE\nads,no,yes\nlab,east,1\n'},
  choices: edit('runs.csv', 'bronze,true,ok', 'urgent,true,success'),
  'references-unknown': {
    'projects.csv': 'project,region\nshop,esat\nads,no\nlab,east\n',
    'tables.csv': `${tiny['tables.csv']}extra,shpo,1,1,true\n`,
    'reads.csv': `${tiny['reads.csv']}r7,orders,2026-11-01,1\nr1,order,2026-11-01,1\n`,
  },
  duplicates: {
    'projects.csv': `${tiny['projects.csv']}shop,no,,\n`,
    'tables.csv': `${tiny['tables.csv']}orders,shop,1,1,true\n`,
    'runs.csv': `${tiny['runs.csv']}r1,daily,ads,no,2026-11-01T06:00:00Z,,,,,\n`,
    'partitions.csv': `${tiny['partitions.csv']}orders,2026-11-02,7\n`,
  },
  'future-partition': read('r1,orders,2026-11-02,1'),
  'mixed-partitioning': {
    'reads.csv': `${tiny['reads.csv']}r2,orders,,1\n`,
    'writes.csv': `${tiny['writes.csv']}r1,rates,2026-11-01,1\n`,
  },
  'allowed-regions': {
    'projects.csv': 'project,region,allowed_regions\nshop,east,no;nowhere\nads,no,no\nlab,east,east; no\n',
  },
  dependencies: {'dependencies.csv': 'table,upstream\nreport,report\nreport,nothing\n'},
  'unknown-size': {'partitions.csv': null, 'writes.csv': null},
  'many-of-a-kind': {
    'reads.csv': `${tiny['reads.csv']}${Array.from({length: 30}, (_, i) => `x${i},orders,2026-11-01,-${i}`).join('\n')}\n`,
  },
  'several-files': {
    'reads.csv': null,
    'reads/day=2026-11-01/part-0.csv': 'run,table,partition_date,bytes\nr1,orders,2026-11-01,900\n',
    'reads/day=2026-11-02/part-0.ndjson': `\n${goodRead}\n${goodRead.replace('r1', 'r8')}\n{}\n`,
    'reads/day=2026-11-02/part-1.csv': 'run,table,bytes\nr2,rates,1\nr1\nr1,rates,1\nr2,rates,-1\n',
  },
}
