import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {tableOfLocation} from '../../../datasets/ingest/table-identity.js'
import {formatDay, parseDay} from '../../../model/days.js'

const day = parseDay('2026-11-18')
const uuid = '0f3c1a52-9f0b-4b57-9c2e-3f1d2a4b5c6d'

describe('tableOfLocation', () => {
  const cases: readonly (readonly [uri: string, table: string, day?: number])[] = [
    ['s3://lake/warehouse/orders', 's3://lake/warehouse/orders'],
    ['s3a://lake/warehouse/orders/', 's3://lake/warehouse/orders'],
    ['S3N://lake//warehouse/orders', 's3://lake/warehouse/orders'],
    ['s3://lake', 's3://lake'],
    ['s3://lake/', 's3://lake'],
    ['s3://lake/dt=2026-11-18', 's3://lake', day],
    ['s3://lake-20261118/orders', 's3://lake-20261118/orders'],
    ['file:///tmp/x/orders', 'file:/tmp/x/orders'],
    ['file:/tmp/x/orders/', 'file:/tmp/x/orders'],
    [
      'hdfs://nn-a:8020/warehouse/sales.db/orders/ds=20261118/part-00000-abc.c000.snappy.parquet',
      'hdfs://nn-a:8020/warehouse/sales.db/orders',
      day,
    ],
    [
      'hdfs://nn-a:8020/warehouse/sales.db/orders/ds=20261118/hour=05',
      'hdfs://nn-a:8020/warehouse/sales.db/orders',
      day,
    ],
    ['/warehouse/orders/region=eu/ds=20261118/000000_0', '/warehouse/orders', day],
    ['/warehouse/orders/region=eu', '/warehouse/orders'],
    [
      'abfss://data@acc.dfs.core.windows.net/orders/2026/11/18/x.csv',
      'abfs://data@acc.dfs.core.windows.net/orders',
      day,
    ],
    ['gs://lake/orders/2026-11-18/x.csv', 'gs://lake/orders', day],
    ['gs://lake/orders/20261118', 'gs://lake/orders', day],
    ['gs://lake/orders/2026/11', 'gs://lake/orders'],
    ['gs://lake/orders/2026-11', 'gs://lake/orders'],
    ['gs://lake/orders/region=eu/orders_20261118.csv', 'gs://lake/orders', day],
    ['gs://lake/orders/2026-11-18/orders_20261119.csv', 'gs://lake/orders', day],
    ['s3://lake/exports/orders_20261118', 's3://lake/exports/orders', day],
    ['s3://lake/exports/orders-2026-11-18.csv.gz', 's3://lake/exports/orders.csv.gz', day],
    ['s3://lake/exports/20261118-orders.csv', 's3://lake/exports/orders.csv', day],
    ['s3://lake/exports/orders_20261101_20261130.csv', 's3://lake/exports/orders_20261101_20261130.csv'],
    ['s3://lake/orders.csv', 's3://lake/orders.csv'],
    [`s3://lake/orders/data/dt=2026-11-18/00000-5-${uuid}-00001.parquet`, 's3://lake/orders', day],
    [`s3://lake/orders/metadata/00003-${uuid}.metadata.json`, 's3://lake/orders'],
    [`s3://lake/orders/metadata/snap-8623452345-1-${uuid}.avro`, 's3://lake/orders'],
    ['s3://lake/data/dt=2026-11-18', 's3://lake/data', day],
    [`s3://lake/db/orders_${uuid}`, `s3://lake/db/orders_${uuid}`],
    ['s3://lake/orders/_delta_log/00000000000000000010.json', 's3://lake/orders'],
    [`s3://lake/orders/20261118_030000_00001_abcde_${uuid}`, 's3://lake/orders'],
    ['s3://lake/orders/*.parquet', 's3://lake/orders'],
    ['s3://lake/orders/dt=*', 's3://lake/orders'],
    ['hdfs://nn/w/acid/base_0000005/bucket_00000', 'hdfs://nn/w/acid'],
    ['sales.orders', 'sales.orders'],
    ['sales.orders_20261118', 'sales.orders', day],
    ['project.sales.orders$20261118', 'project.sales.orders', day],
    ['orders:v2', 'orders:v2'],
    ['', ''],
    ['20261118', '20261118'],
  ]
  for (const [uri, table, found] of cases) {
    it(`${uri} is of ${table}`, () => {
      expect(tableOfLocation(uri)).toEqual({table, ...(found === undefined ? {} : {day: found})})
    })
  }

  const root = fc.constantFrom('s3://lake', 'hdfs://nn:8020', 'gs://b', 'abfs://c@a.dfs.core.windows.net', 'file:', '')
  const segment = fc.stringMatching(/^[a-z][a-z_]{0,8}[a-z]$/)
  const location = fc
    .record({root, path: fc.array(segment, {minLength: 1, maxLength: 4})})
    .map(({root, path}) => `${root}/${path.join('/')}`)
  const anyDay = fc.integer({min: parseDay('1990-01-01'), max: parseDay('2100-12-31')})

  it('gives all partitions and files of a table its one name, and their days', () => {
    const under: readonly ((date: string) => string)[] = [
      date => `/ds=${date.replaceAll('-', '')}`,
      date => `/dt=${date}/part-00001-x.parquet`,
      date => `/region=eu/dt=${date}/`,
      date => `/${date}/orders.csv`,
      date => `/${date.replaceAll('-', '/')}/05`,
      date => `_${date.replaceAll('-', '')}`,
      date => `-${date}/`,
    ]
    fc.assert(
      fc.property(location, anyDay, fc.constantFrom(...under), (table, day, form) => {
        expect(tableOfLocation(table + form(formatDay(day)))).toEqual({table, day})
      }),
      {numRuns: 500},
    )
  })

  it('leaves the name of a table as it is', () => {
    const text = fc.oneof(location, fc.webUrl(), fc.string())
    fc.assert(
      fc.property(text, uri => {
        const {table} = tableOfLocation(uri)
        expect(tableOfLocation(table).table).toBe(table)
      }),
      {numRuns: 1000},
    )
  })
})
