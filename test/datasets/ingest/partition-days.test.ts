import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {daysOfFilter, partitionDayOf} from '../../../datasets/ingest/partition-days.js'
import {formatDay, parseDay} from '../../../model/days.js'

const first = parseDay('1990-01-01')
const last = parseDay('2100-12-31')
const anyDay = fc.integer({min: first, max: last})

/** Year, month and day of the month as they are written. */
function parts(day: number) {
  const iso = formatDay(day)
  const [year, month, date] = iso.split('-') as [string, string, string]
  return {iso, compact: year + month + date, year, month, date}
}

const nameForms: Readonly<Record<string, (day: number) => string>> = {
  'ds=20261118': day => `ds=${parts(day).compact}`,
  'dt=2026-11-18': day => `dt=${parts(day).iso}`,
  "ds='20261118'": day => `ds='${parts(day).compact}'`,
  'pt="2026-11-18"': day => `pt="${parts(day).iso}"`,
  'hour of a day': day => `s3://lake/orders/datehour=${parts(day).iso}-05/part-0.parquet`,
  'hour in digits': day => `ds=${parts(day).compact}05`,
  'hour key behind': day => `ds=${parts(day).compact}/hour=23`,
  'time, escaped': day => `ts=${parts(day).iso}%2005%3A00%3A00`,
  'several keys': day => `region=eu/ds=${parts(day).compact}/kind=3`,
  'the likeliest key': day => `created=2001-02-03/dt=${parts(day).iso}`,
  'a key with another prefix': day => `region=20010203/event_date=${parts(day).iso}`,
  'year, month, day': day => `year=${parts(day).year}/month=${parts(day).month}/day=${parts(day).date}/hour=03`,
  'unpadded year, month, day': day =>
    `/w/t/year=${parts(day).year}/month=${Number(parts(day).month)}/day=${Number(parts(day).date)}`,
  'y, m, d': day => `y=${parts(day).year}, m=${parts(day).month}, d=${parts(day).date}`,
  'month with its year': day => `month=${parts(day).year}${parts(day).month}/day=${parts(day).date}`,
  'path segments': day => `s3://lake/orders/${parts(day).year}/${parts(day).month}/${parts(day).date}/05/x.csv`,
  'one path segment': day => `s3://lake/orders/${parts(day).iso}/x.csv`,
  orders_20261118: day => `sales.orders_${parts(day).compact}`,
  orders_2026_11_18: day => `sales.orders_${parts(day).year}_${parts(day).month}_${parts(day).date}`,
  orders$20261118: day => `project.sales.orders$${parts(day).compact}`,
  'compact time': day => `job-${parts(day).compact}T0315Z.csv`,
  'date alone': day => parts(day).iso,
}

describe('partitionDayOf', () => {
  for (const [name, form] of Object.entries(nameForms)) {
    it(`reads every day back from ${name}`, () => {
      fc.assert(fc.property(anyDay, day => partitionDayOf(form(day)) === day))
    })
  }

  it('finds no day where there is none', () => {
    const texts = [
      '',
      'orders',
      'ds=__HIVE_DEFAULT_PARTITION__',
      'year=2026/month=11',
      'month=11/day=18',
      'ds=20261131',
      'ds=2026-02-29',
      'ds=20261301',
      'orders_2026',
      'orders_202611',
      'a20261118b',
      'id_120261118',
      'application_1605657600000_0001',
      'orders_20261101_20261130',
      's3://lake/2026/13/18/x',
      'ds=21010101',
      'ds=19891231',
    ]
    for (const text of texts) expect([text, partitionDayOf(text)]).toEqual([text, undefined])
  })

  it('takes a key before the path and the path before the name', () => {
    expect(partitionDayOf('s3://b/2020/01/02/dt=2026-11-18/x_20240101.csv')).toBe(parseDay('2026-11-18'))
    expect(partitionDayOf('s3://b-20200101/2026/11/18/x_20240101.csv')).toBe(parseDay('2026-11-18'))
    expect(partitionDayOf('s3://b-20200101/x_20261118.csv')).toBe(parseDay('2026-11-18'))
  })

  it('never throws and never invents a day outside 1990 to 2100', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[a-z=/_0-9%'-]{0,60}$/))
    fc.assert(
      fc.property(text, value => {
        const day = partitionDayOf(value)
        return day === undefined || (Number.isInteger(day) && day >= first && day <= last)
      }),
      {numRuns: 2000},
    )
  })
})

const iso = (days: readonly number[] | undefined) => days?.map(formatDay)
const span = (from: number, to: number) => Array.from({length: to - from + 1}, (_, i) => from + i)

/** Ways to write `from` to `to`, both included. */
const spanForms: Readonly<Record<string, (from: number, to: number) => string>> = {
  'SQL between': (a, b) => `ds BETWEEN '${parts(a).compact}' AND '${parts(b).compact}'`,
  'SQL bounds': (a, b) => `t.dt >= '${parts(a).iso}' AND region = 'eu' AND t.dt <= '${parts(b).iso}'`,
  'SQL half open': (a, b) => `dt >= DATE '${parts(a).iso}' AND dt < DATE '${parts(b + 1).iso}'`,
  'SQL mirrored': (a, b) => `'${parts(a).iso}' <= dt AND '${parts(b).iso}' >= dt`,
  'SQL open below': (a, b) => `ds > ${parts(a - 1).compact} and not (x = 3) and ds <= ${parts(b).compact}`,
  'SQL timestamps': (a, b) => `ts >= TIMESTAMP '${parts(a).iso} 00:00:00' AND ts < '${parts(b + 1).iso} 00:00:00'`,
  'SQL casts': (a, b) =>
    `CAST(ts AS DATE) >= '${parts(a).iso}' AND to_date(ts) <= to_date('${parts(b).iso}', 'yyyy-MM-dd')`,
  'Spark list': (a, b) => `[isnotnull(ds#12), (ds#12 >= ${parts(a).iso}), (ds#12 <= ${parts(b).iso})]`,
  'Spark text': (a, b) => `isnotnull(ds#12L) AND (ds#12L >= ${parts(a).compact}) AND (ds#12L <= ${parts(b).compact})`,
  'Spark casts': (a, b) => `[(cast(ds#1 as int) >= ${parts(a).compact}), (cast(ds#1 as int) <= ${parts(b).compact})]`,
  'Spark pushed': (a, b) =>
    `IsNotNull(ds), *GreaterThanOrEqual(ds,${parts(a).iso}), *LessThanOrEqual(ds,${parts(b).iso})`,
  'Spark pushed, And': (a, b) => `[And(GreaterThan(ds,${parts(a - 1).iso}),LessThan(ds,${parts(b + 1).iso}))]`,
}

/** Ways to write a set of days. */
const setForms: Readonly<Record<string, (days: readonly number[]) => string>> = {
  'SQL in': days => `ds IN (${days.map(day => `'${parts(day).compact}'`).join(', ')})`,
  'SQL or': days => `(${days.map(day => `dt = '${parts(day).iso}'`).join(' OR ')}) AND hour = 3`,
  'year, month, day': days =>
    days
      .map(
        day =>
          `(year = ${parts(day).year} AND month = ${Number(parts(day).month)} AND day = ${Number(parts(day).date)})`,
      )
      .join(' OR '),
  'parts of a time': days =>
    days
      .map(
        day =>
          `(year(ts) = ${parts(day).year} AND month(ts) = '${parts(day).month}' AND day(ts) = '${parts(day).date}')`,
      )
      .join(' OR '),
  'Spark in': days => `[ds#3 IN (${days.map(day => parts(day).iso).join(',')})]`,
  'Spark inset': days => `[isnotnull(ds#3), ds#3 INSET ${days.map(day => parts(day).iso).join(', ')}, (x#4 = 1)]`,
  'Spark pushed': days => `In(ds, [${days.map(day => parts(day).iso).join(',')}])`,
  'Spark pushed, Or': days => days.map(day => `EqualTo(ds,${parts(day).iso})`).reduce((a, b) => `Or(${a},${b})`),
}

describe('daysOfFilter', () => {
  for (const [name, form] of Object.entries(spanForms)) {
    it(`reads every span back from ${name}`, () => {
      const bounds = fc.record({
        from: fc.integer({min: first + 1, max: last - 100}),
        length: fc.integer({min: 0, max: 60}),
      })
      fc.assert(
        fc.property(bounds, ({from, length}) => {
          expect(daysOfFilter(form(from, from + length))).toEqual(span(from, from + length))
        }),
      )
    })
  }

  for (const [name, form] of Object.entries(setForms)) {
    it(`reads every set back from ${name}`, () => {
      fc.assert(
        fc.property(fc.uniqueArray(anyDay, {minLength: 1, maxLength: 12}), days => {
          expect(daysOfFilter(form(days))).toEqual([...days].sort((a, b) => a - b))
        }),
      )
    })
  }

  it('pins nothing down where a side is open or the column is computed', () => {
    const filters = [
      '',
      'true',
      '[]',
      "ds >= '20261118'",
      "ds <> '20261118'",
      "NOT (ds = '20261118')",
      "ds NOT IN ('20261118')",
      "ds NOT BETWEEN '20261101' AND '20261118'",
      "ds = '20261118' OR region = 'eu'",
      "ds = '20261118' OR event_date = '2026-11-17'",
      'isnotnull(ds#1)',
      '[isnotnull(ds#1), dynamicpruningexpression(ds#1 IN dynamicpruning#22)]',
      "substr(ds, 1, 6) = '202611'",
      "date_add(ds, 1) = '2026-11-18'",
      'ds + 1 = 20261118',
      'ds = (SELECT max(ds) FROM t WHERE ds < 20261118)',
      "CASE WHEN a = 1 AND ds = '20261118' AND b = 2 THEN c END = 3",
      'year = 2026 AND month = 11',
      "ds LIKE '20261118%'",
      "SELECT a FROM b WHERE c = 1 AND ds = '20261118'",
      '[ds#3 IN (2026-11-01,2026-11-02, ... 10 more fields)]',
      "ds IN ('20261118', '2026",
      "((ds = '20261118')",
      'ds BETWEEN 20100101 AND 20261118',
      '('.repeat(5000),
      'cast('.repeat(5000),
      '-'.repeat(5000),
      `ds = 20261118 AND ${'x'.repeat(1 << 20)} = 1`,
    ]
    for (const filter of filters) expect([filter, daysOfFilter(filter)]).toEqual([filter, undefined])
  })

  it('knows the column that tables are partitioned by from others with dates', () => {
    expect(iso(daysOfFilter("order_day = '2026-11-01' AND ds = '20261118'"))).toEqual(['2026-11-18'])
    expect(iso(daysOfFilter("shipped = '2026-11-01' AND order_date = '2026-11-18'"))).toEqual(['2026-11-18'])
    expect(iso(daysOfFilter("shipped = '2026-11-01' AND returned = '2026-11-18'"))).toEqual(['2026-11-01'])
    expect(iso(daysOfFilter("day = '2026-11-18' AND year = 2026"))).toEqual(['2026-11-18'])
  })

  it('reads quoted columns, comments, and subqueries on other columns past', () => {
    const filter = '/* nightly */ `t`.`ds` = "2026-11-18" AND id IN (SELECT id FROM x WHERE (a = 1)) -- all of it'
    expect(iso(daysOfFilter(filter))).toEqual(['2026-11-18'])
    expect(iso(daysOfFilter('"ds" = DATE \'2026-11-18\' AND CASE WHEN a THEN b END = 2'))).toEqual(['2026-11-18'])
  })

  it('counts a time within a day as that day', () => {
    expect(iso(daysOfFilter("ts > '2026-11-17 05:00:00' AND ts < '2026-11-18 05:00:00'"))).toEqual([
      '2026-11-17',
      '2026-11-18',
    ])
    expect(iso(daysOfFilter('ds >= 2026111705 AND ds < 2026111800'))).toEqual(['2026-11-17'])
  })

  it('is empty where the filter contradicts itself', () => {
    expect(daysOfFilter("ds = '20261118' AND ds = '20261119'")).toEqual([])
    expect(daysOfFilter("ds = '20261118' AND false")).toEqual([])
  })

  it('has 4000 days at most', () => {
    const from = parseDay('2015-01-01')
    const filter = (days: number) => `ds >= '${formatDay(from)}' AND ds < '${formatDay(from + days)}'`
    expect(daysOfFilter(filter(4000))).toHaveLength(4000)
    expect(daysOfFilter(filter(4001))).toBeUndefined()
  })

  it('reads a hundred thousand alternatives in a moment', () => {
    const filter = Array.from({length: 40_000}, (_, i) => `ds = '${parts(first + (i % 3000)).compact}'`).join(' OR ')
    expect(daysOfFilter(filter)).toHaveLength(3000)
  })
})
