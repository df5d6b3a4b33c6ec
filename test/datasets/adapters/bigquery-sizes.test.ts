import {describe, expect, it} from 'vitest'
import {bigqueryAdapter} from '../../../datasets/adapters/bigquery/index.js'
import {formatDay, parseDay} from '../../../model/days.js'
import {lines, readWith} from './read-adapter.js'

// Rows are built from the documented columns of INFORMATION_SCHEMA.TABLE_STORAGE, PARTITIONS and TABLE_OPTIONS.

describe('BigQuery exports of sizes', () => {
  it('takes sizes, partitions and retention from the views beside it, whatever their names', async () => {
    const at = {table_catalog: 'p', table_schema: 'd'}
    const {tables, partitions, dropped, faults} = await readWith(bigqueryAdapter, {
      'region-us/a.json': lines([
        {...at, table_name: 'orders', total_logical_bytes: '1000', total_physical_bytes: '300', total_partitions: '10'},
        {...at, table_name: 'dim', total_logical_bytes: '70', total_partitions: '0'},
        {...at, table_name: 'events_20261118', total_logical_bytes: '40'},
        {...at, table_name: 'gone', total_logical_bytes: '5', deleted: true},
      ]),
      'region-us/b.csv': [
        'TABLE_CATALOG,TABLE_SCHEMA,TABLE_NAME,PARTITION_ID,TOTAL_ROWS,TOTAL_LOGICAL_BYTES,TOTAL_BILLABLE_BYTES',
        'p,d,orders,20261118,1,100,100',
        'p,d,orders,__NULL__,1,3,3',
        'p,d,hourly,2026111803,1,5,5',
        'p,d,hourly,2026111804,1,6,6',
        'p,d,hourly,2026111803,1,7,7',
        'p,d,monthly,202611,1,9,9',
        'p,d,plain,,1,11,11',
      ].join('\n'),
      'region-us/c.json': lines([
        {
          ...at,
          table_name: 'orders',
          option_name: 'partition_expiration_days',
          option_type: 'FLOAT64',
          option_value: '775.0',
        },
        {...at, table_name: 'orders', option_name: 'description', option_value: '"x"'},
      ]),
    })
    expect(faults).toEqual([])
    const place = {catalog: 'p', schema: 'd', project: 'p', region: 'us'}
    const last = new Map<string, object>()
    for (const table of tables) last.set(table.table, {...last.get(table.table), ...table})
    expect([...last.values()]).toEqual([
      {table: 'p.d.orders', place, storedBytes: 1000, partitioned: true, retentionDays: 775},
      {table: 'p.d.dim', place, storedBytes: 70, partitioned: false},
      {table: 'p.d.events_*', place, partitioned: true},
      {table: 'p.d.hourly', place, partitioned: true},
      {table: 'p.d.plain', place, storedBytes: 11, partitioned: false},
    ])
    const sizes = new Map(partitions.map(({table, day, bytes}) => [`${table} ${formatDay(day)}`, bytes]))
    expect(Object.fromEntries(sizes)).toEqual({
      'p.d.events_* 2026-11-18': 40,
      'p.d.orders 2026-11-18': 100,
      'p.d.hourly 2026-11-18': 13,
    })
    expect(dropped).toEqual({
      'table that is deleted': 1,
      'size of a partition without a date': 1,
      'size of a partition of a month or a year': 1,
    })
  })

  it('bounds what it keeps of hourly partitions to the day', async () => {
    const day = parseDay('2026-11-18')
    const rows = Array.from({length: 24}, (_, hour) => ({
      table_catalog: 'p',
      table_schema: 'd',
      table_name: 'hourly',
      partition_id: `20261118${String(hour).padStart(2, '0')}`,
      total_logical_bytes: String(1 << hour),
      total_billable_bytes: '0',
    }))
    const {partitions} = await readWith(bigqueryAdapter, {'partitions.json': lines(rows)})
    expect(partitions.at(-1)).toEqual({table: 'p.d.hourly', day, bytes: 2 ** 24 - 1})
  })
})
