const millisecondsPerDay = 86_400_000

/** UTC calendar day as the number of days since 1970-01-01. */
export type Day = number

/** `2026-11-20` → 20777. Returns NaN where the text is not a calendar date. */
export function parseDay(text: string): Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return Number.NaN
  const day = Date.parse(`${text}T00:00:00Z`) / millisecondsPerDay
  return Number.isInteger(day) && formatDay(day) === text ? day : Number.NaN
}

/** 20777 → `2026-11-20`. */
export function formatDay(day: Day): string {
  return new Date(day * millisecondsPerDay).toISOString().slice(0, 10)
}
