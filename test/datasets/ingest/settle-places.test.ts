import {describe, expect, it} from 'vitest'
import {accessOf, day, hashesOf, ingestTold, lakeRows, newFolder, runOf} from '../lake/lake-fixture.js'

const date = '2026-11-18'
const placesOf = (lake: string) =>
  lakeRows(
    lake,
    `SELECT r.run, r.project, r.region, f.project_from, f.region_from FROM '@runs/*/*.parquet' r
     JOIN '@_provenance/runs/*/*.parquet' f ON f.run = r.run ORDER BY 1`,
  )
const tablesOf = (lake: string) =>
  lakeRows(
    lake,
    `SELECT "table", project, region, project_from, region_from FROM '@_provenance/tables.parquet' ORDER BY 1`,
  )
const projectsOf = (lake: string) => lakeRows(lake, `SELECT project, region FROM '@projects.parquet'`)

describe('places', () => {
  it('a run without a region ran at the home of its project; one without a project belongs to what it wrote most', async () => {
    const lake = newFolder()
    await ingestTold(lake, intake => {
      const west = {region: 'west', project: 'w'}
      intake.run(runOf('a', date, {place: {project: 'w'}, inputs: [accessOf('t', {place: west, bytes: 1})]}))
      intake.run(
        runOf('b', date, {
          place: {region: 'east'},
          inputs: [accessOf('t', {place: west, bytes: 9})],
          outputs: [accessOf('u', {bytes: 5}), accessOf('v', {place: {region: 'north', project: 'n'}, bytes: 6})],
        }),
      )
      intake.run(
        runOf('c', date, {place: {}, inputs: [accessOf('t', {place: west, bytes: 9}), accessOf('u', {bytes: 8})]}),
      )
    })
    expect(await placesOf(lake)).toEqual([
      ['a', 'w', 'west', 'exact', 'assumed'],
      ['b', 'n', 'east', 'assumed', 'exact'],
      ['c', 'w', 'west', 'assumed', 'assumed'],
    ])
  })

  it('a default of the map places a run only where its project has no home yet', async () => {
    const lake = newFolder()
    await ingestTold(lake, intake => {
      const west = {region: 'west', project: 'w'}
      const read = [accessOf('t', {place: west, bytes: 1})]
      intake.run(runOf('a', date, {place: {schema: 'd-north', project: 'w'}, inputs: read}))
      intake.run(runOf('b', date, {place: {schema: 'd-north'}, inputs: read}))
      intake.run(runOf('c', date, {place: {schema: 'd-north', project: 'new'}, inputs: read}))
    })
    expect(await placesOf(lake)).toEqual([
      ['a', 'w', 'west', 'exact', 'assumed'],
      ['b', 'w', 'west', 'assumed', 'assumed'],
      ['c', 'new', 'north', 'exact', 'assumed'],
    ])
  })

  it('what has no region is a drop with its bytes and its place', async () => {
    const lake = newFolder()
    const {coverage} = await ingestTold(lake, intake => {
      intake.run(
        runOf('a', date, {
          place: {coordinator: 'trino-x'},
          inputs: [accessOf('s', {place: {uri: 's3://lost/a/b'}, bytes: 70})],
        }),
      )
      intake.run(
        runOf('b', date, {
          inputs: [accessOf('s', {place: {uri: 's3://lost/a/b'}, bytes: 30}), accessOf('t', {bytes: 1})],
        }),
      )
      intake.table({table: 'z', place: {uri: 'hdfs://nn/z'}, storedBytes: 5})
    })
    expect(coverage.dropped).toEqual([
      {
        reason: 'read of a table without region',
        count: 1,
        bytes: 30,
        examples: [{value: 's3://lost/a', count: 1, bytes: 30}],
      },
      {
        reason: 'run without region',
        count: 1,
        bytes: 70,
        examples: [{value: 'coordinator=trino-x', count: 1, bytes: 70}],
      },
      {reason: 'table without region', count: 1, bytes: 5, examples: [{value: 'hdfs://nn/z', count: 1, bytes: 5}]},
    ])
    expect([coverage.runs, coverage.reads, coverage.readBytes]).toEqual([1, 1, 1])
  })

  it('a better map takes the drops away when the same is ingested again', async () => {
    const lake = newFolder()
    const tell = (region: string | undefined) => () => ({
      inputs: [
        accessOf('s', {
          place: {uri: 's3://lost/a', ...(region === undefined ? {} : {region, project: 'q'})},
          bytes: 30,
        }),
      ],
    })
    await ingestTold(lake, intake => intake.run(runOf('b', date, tell(undefined)())))
    await ingestTold(lake, intake => intake.run(runOf('b', date, tell('west')())))
    const other = newFolder()
    await ingestTold(other, intake => intake.run(runOf('b', date, tell('west')())))
    const files = hashesOf(lake)
    const expected = hashesOf(other)
    for (const name of Object.keys(expected).filter(file => file.includes('day=')))
      expect(files[name], name).toBe(expected[name])
    expect(Object.keys(files)).toEqual(Object.keys(expected))
  })

  it('a project in two regions: the first region of the topology keeps the name, and the lake remembers', async () => {
    const lake = newFolder()
    const tell = (order: readonly string[]) => (intake: Parameters<Parameters<typeof ingestTold>[1]>[0]) => {
      for (const region of order) {
        intake.run(
          runOf(`r-${region}`, date, {
            place: {region, project: 'sales'},
            inputs: [accessOf(`t-${region}`, {place: {region, project: 'sales'}, bytes: 10})],
          }),
        )
      }
    }
    await ingestTold(lake, tell(['west']))
    expect(await projectsOf(lake)).toEqual([['sales', 'west']])
    await ingestTold(lake, tell(['east', 'west']))
    expect(await projectsOf(lake)).toEqual([
      ['sales', 'west'],
      ['sales@east', 'east'],
    ])
    expect((await tablesOf(lake)).map(row => row.slice(0, 3))).toEqual([
      ['t-east', 'sales@east', 'east'],
      ['t-west', 'sales', 'west'],
    ])
    expect((await placesOf(lake)).map(row => row.slice(0, 3))).toEqual([
      ['r-east', 'sales@east', 'east'],
      ['r-west', 'sales', 'west'],
    ])
    const fresh = newFolder()
    await ingestTold(fresh, tell(['west', 'east']))
    expect(await projectsOf(fresh)).toEqual([
      ['sales', 'east'],
      ['sales@west', 'west'],
    ])
  })

  it('what a source says of projects outright holds', async () => {
    const lake = newFolder()
    await ingestTold(lake, intake => {
      intake.project({project: 'p', region: 'north', pinned: true, allowedRegions: ['north', 'west']})
      intake.run(runOf('a', date, {place: {project: 'p'}, inputs: [accessOf('t', {place: {project: 'p'}, bytes: 4})]}))
    })
    expect(await lakeRows(lake, `FROM '@projects.parquet'`)).toEqual([['p', 'north', true, 'north;west']])
    expect(await placesOf(lake)).toEqual([['a', 'p', 'north', 'exact', 'assumed']])
    expect(await tablesOf(lake)).toEqual([['t', 'p', 'north', 'exact', 'exact']])
  })

  it('exact places beat assumed ones, in whatever order they come, and what the lake knows for sure stays', async () => {
    const lake = newFolder()
    await ingestTold(lake, intake => {
      intake.run(runOf('a', date, {inputs: [accessOf('t', {place: {schema: 'd-west', project: 'p'}, bytes: 4})]}))
      intake.run(runOf('b', date, {inputs: [accessOf('t', {place: {region: 'north', project: 'p'}, bytes: 4})]}))
    })
    expect(await tablesOf(lake)).toEqual([['t', 'p', 'north', 'exact', 'exact']])
    await ingestTold(lake, intake =>
      intake.run(runOf('c', date, {inputs: [accessOf('t', {place: {schema: 'd-west'}, bytes: 4})]})),
    )
    expect(await tablesOf(lake)).toEqual([['t', 'p', 'north', 'exact', 'exact']])
  })
})

describe('partition days', () => {
  const datesOf = (lake: string) =>
    lakeRows(
      lake,
      `SELECT r.run, r.partition_date, r.bytes, f.date_from FROM '@reads/*/*.parquet' r JOIN '@_provenance/reads/*/*.parquet' f
       ON f.run = r.run AND f."table" = r."table" AND f.partition_date IS NOT DISTINCT FROM r.partition_date ORDER BY ALL`,
    )
  const dated = (text: string) => ({partitions: [{day: day(text), dayFrom: 'exact' as const}]})

  it('a read of a partition from the future is one of the day of the run, and counted', async () => {
    const lake = newFolder()
    const {coverage} = await ingestTold(lake, intake =>
      intake.run(
        runOf('a', date, {
          inputs: [accessOf('t', {...dated('2026-11-19'), bytes: 4}), accessOf('t', {...dated(date), bytes: 3})],
        }),
      ),
    )
    expect(await datesOf(lake)).toEqual([['a', date, 7, 'assumed']])
    expect(coverage.corrected).toEqual([
      {reason: 'partition of a day after the run', count: 1, bytes: 7, examples: [{value: 't', count: 1, bytes: 7}]},
    ])
  })

  it('an undated read of a table by day is of the latest partition of known size, else of the day of the run', async () => {
    const lake = newFolder()
    await ingestTold(lake, intake => {
      intake.run(runOf('a', date, {inputs: [accessOf('t', {bytes: 4}), accessOf('u', {bytes: 2})]}))
      intake.run(
        runOf('b', date, {
          inputs: [accessOf('t', {...dated('2026-11-10'), bytes: 5}), accessOf('u', {...dated(date), bytes: 3})],
        }),
      )
      for (const d of ['2026-11-12', '2026-11-15', '2026-11-19']) intake.partition('t', day(d), 100)
    })
    expect(await datesOf(lake)).toEqual([
      ['a', '2026-11-15', 4, 'assumed'],
      ['a', date, 2, 'assumed'],
      ['b', '2026-11-10', 5, 'exact'],
      ['b', date, 3, 'exact'],
    ])
  })

  it('a table that turns out to be by day is dated in older days too, of any source', async () => {
    const lake = newFolder()
    await ingestTold(lake, intake => intake.run(runOf('a', '2026-11-17', {inputs: [accessOf('t', {bytes: 4})]})), {
      name: 'one',
    })
    expect(await datesOf(lake)).toEqual([['a', null, 4, 'none']])
    const result = await ingestTold(
      lake,
      intake => intake.run(runOf('b', date, {inputs: [accessOf('t', {...dated(date), bytes: 5})]})),
      {name: 'two'},
    )
    expect(result.days).toEqual(['2026-11-17', date])
    expect(await datesOf(lake)).toEqual([
      ['a', '2026-11-17', 4, 'assumed'],
      ['b', date, 5, 'exact'],
    ])
    const again = await ingestTold(
      lake,
      intake => intake.run(runOf('a', '2026-11-17', {inputs: [accessOf('t', {bytes: 4})]})),
      {name: 'one'},
    )
    expect(again.filesWritten).toEqual([])
  })

  it('a table that is said to have one version loses its dates, everywhere', async () => {
    const lake = newFolder()
    const two = {
      partitions: ['2026-11-16', '2026-11-17'].map(d => ({day: day(d), dayFrom: 'assumed' as const, bytes: 5})),
    }
    await ingestTold(lake, intake => intake.run(runOf('a', '2026-11-17', {inputs: [accessOf('t', two)]})))
    expect((await datesOf(lake)).length).toBe(2)
    await ingestTold(lake, intake => intake.table({table: 't', place: {}, partitioned: false}))
    expect(await datesOf(lake)).toEqual([['a', null, 10, 'none']])
  })
})
