const secondsOf: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
}

/**
 * Seconds of a duration as Trino writes it: a number of seconds (java.time.Duration in the JSON of the listeners), ISO 8601 (`PT6M41.5S`), or
 * a number with its unit (`41.00s`, `6.87m`, `1.20h`). Undefined where it is none.
 */
export function secondsOfDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 ? value : undefined
  if (typeof value !== 'string') return undefined
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ns|us|ms|s|m|h|d)$/.exec(value) ?? []
  if (amount !== undefined) return Number(amount) * secondsOf[unit!]!
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(value)
  if (iso === null || !/\d/.test(value)) return undefined
  const [days, hours, minutes, seconds] = iso.slice(1).map(part => Number(part ?? 0))
  return ((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!
}
