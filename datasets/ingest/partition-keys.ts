const usualKey = /^(?:ds|dt|pt|date|day|dates|biz_?date|partition_?date|_partitiondate|_partitiontime)$/
const likelyKey = /(?:^|_)(?:ds|dt|pt|date|day|date_?hour|hour|time|ts|bizdate)(?:_day|_hour)?$/

/** How likely a column is to be what a table is partitioned by, by its name: 2 a usual name (ds, dt, date …), 1 one that sounds like a date, 0 any other. */
export function partitionKeyRank(column: string): 0 | 1 | 2 {
  const name = column.toLowerCase()
  if (usualKey.test(name)) return 2
  return likelyKey.test(name) ? 1 : 0
}

/** Part of a date that a column holds, by its name. */
export function datePartOf(column: string): 'year' | 'month' | 'day' | undefined {
  const name = column.toLowerCase()
  if (/^(?:(?:\w+_)?year|y|yyyy|yr|p_year)$/.test(name)) return 'year'
  if (/^(?:(?:\w+_)?month|m|mm|mon)$/.test(name)) return 'month'
  if (/^(?:(?:\w+_)?day|d|dd)$/.test(name)) return 'day'
  return undefined
}
