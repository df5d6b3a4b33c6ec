import {afterAll, describe, expect, test} from 'vitest'
import * as log from './spark-logs.js'

const folder = log.logFolder()
afterAll(folder.remove)

const {orders} = log

describe('a Spark execution', () => {
  test.each([
    ['a catalogue table', log.parquetScan(orders, 1, '[]', 'spark_catalog.sales.orders'), 'sales.orders'],
    [
      'a Hive table',
      log.node(
        'Scan hive sales.orders',
        'Scan hive sales.orders [id#1], HiveTableRelation [`sales`.`orders`, org.apache.hadoop.hive.ql.io.orc.OrcSerde, Data Cols: [id#1], Partition Cols: [ds#2]], [isnotnull(ds#2), (ds#2 = 20261118)]',
      ),
      'sales.orders',
      '2026-11-18',
    ],
    [
      'an Iceberg table',
      log.node('BatchScan', 'BatchScan[id#1] IcebergScan(table=lake.sales.orders, type=struct<1: id>, filters=[])', {
        metrics: [{name: 'total data file size (bytes)', accumulatorId: 4}],
      }),
      'lake.sales.orders',
    ],
    [
      'an Iceberg table of Spark 3.4',
      log.node(
        'BatchScan lake.sales.orders',
        "BatchScan lake.sales.orders[id#1] lake.sales.orders (branch=null) [filters=ds IS NOT NULL, ds = '2026-11-18', groupedBy=] RuntimeFilters: []",
      ),
      'lake.sales.orders',
      '2026-11-18',
    ],
    [
      'files of DataSource V2',
      log.node('BatchScan parquet s3://lake/sales/orders', 'BatchScan parquet s3://lake/sales/orders[id#1]'),
      's3://lake/sales/orders',
    ],
  ])('reads %s', async (_, plan, table, day?: string) => {
    const {runs} = await folder.runOf(plan)
    expect(runs[0]!.inputs).toMatchObject([day === undefined ? {table} : {table, partitions: log.exact(day)}])
  })

  test('takes a location that operators cut off from the text of the plan', async () => {
    const long = `s3://lake/${'x'.repeat(100)}`
    const scan = (column: string) =>
      log.node(
        'GpuScan parquet ',
        `GpuFileGpuScan parquet [${column},b#3] Location: InMemoryFileIndex[s3://lake/xxxxx...`,
      )
    const section = (k: number, column: string, table: string) =>
      `(${k}) GpuScan parquet \nOutput [2]: [${column}, b#3]\nBatched: true\nLocation: InMemoryFileIndex [${long}/${table}]\n\n`
    const physicalPlanDescription = `== Physical Plan ==\n…\n\n${section(1, 'a#1', 'one')}${section(2, 'a#2', 'two')}`
    const plan = log.node('Union', 'Union', {children: [scan('a#2'), scan('a#1'), scan('c#9')]})
    const {runs, dropped} = await folder.runOf(plan, [], {physicalPlanDescription})
    expect(runs[0]!.inputs.map(({table}) => table)).toEqual([`${long}/two`, `${long}/one`])
    expect(dropped).toEqual({'scan of what is no table': 1})
  })

  const hadoop = 'Execute InsertIntoHadoopFsRelationCommand'
  test.each([
    [
      'a path',
      hadoop,
      `${hadoop} ${orders}, false, Parquet, [path=${orders}], Overwrite, [id]`,
      's3://lake/sales/orders',
    ],
    [
      'a static partition of a catalogue table',
      hadoop,
      `${hadoop} ${orders}, [ds=20261118], false, [ds#3], Parquet, [serialization.format=1], Append, \`spark_catalog\`.\`sales\`.\`orders\`, org.apache.spark.sql.execution.datasources.CatalogFileIndex(${orders}), [id, ds]`,
      'sales.orders',
      '2026-11-18',
    ],
    [
      'a static partition as Spark 3.1 writes it',
      hadoop,
      `${hadoop} ${orders}, Map(ds -> 20261118), false, [ds#3], ORC, Map(path -> x), Append, \`sales\`.\`orders\`, …`,
      'sales.orders',
      '2026-11-18',
    ],
    [
      'a Hive table',
      'Execute InsertIntoHiveTable',
      'Execute InsertIntoHiveTable `sales`.`orders`, org.apache.hadoop.hive.ql.io.orc.OrcSerde, [ds=Some(20261118)], true, false, [id, ds]',
      'sales.orders',
      '2026-11-18',
    ],
    [
      'a new table',
      'Execute CreateDataSourceTableAsSelectCommand',
      'Execute CreateDataSourceTableAsSelectCommand `spark_catalog`.`sales`.`orders`, Overwrite, [id]',
      'sales.orders',
    ],
    [
      'a new Hive table',
      'Execute OptimizedCreateHiveTableAsSelectCommand',
      'Execute OptimizedCreateHiveTableAsSelectCommand [Database: sales, TableName: orders, InsertIntoHadoopFsRelationCommand]',
      'sales.orders',
    ],
    [
      'a table of another catalogue',
      'AtomicReplaceTableAsSelect',
      'AtomicReplaceTableAsSelect [n#2L], org.apache.iceberg.spark.SparkCatalog@4a023a26, sales.orders, Project [id#1], TableSpec(Map())',
      'sales.orders',
    ],
    [
      'an Iceberg table',
      'AppendData',
      'AppendData org.apache.spark.sql.execution.datasources.v2.DataSourceV2Strategy$$Lambda$1@5, IcebergWrite(table=lake.sales.orders, format=PARQUET)',
      'lake.sales.orders',
    ],
    [
      'a Delta path',
      'Execute SaveIntoDataSourceCommand',
      `Execute SaveIntoDataSourceCommand org.apache.spark.sql.delta.sources.DeltaDataSource@1f, [path=${orders}], Append`,
      's3://lake/sales/orders',
    ],
  ])('writes %s', async (_, name, line, table, day?: string) => {
    const {runs, dropped} = await folder.runOf(log.node(name, line), log.job(log.taskEnd(3, 0, 77)))
    expect(runs[0]!.writtenBytes).toBe(77)
    expect(runs[0]!.outputs).toMatchObject([day === undefined ? {table} : {table, partitions: log.exact(day)}])
    if (day === undefined) expect(runs[0]!.outputs[0]).not.toHaveProperty('partitions')
    expect(dropped).toEqual({})
  })
})
