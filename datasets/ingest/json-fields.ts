/** The value at the end of a path of keys; undefined where there is none. Own keys only, so that `constructor` is no field. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<string, unknown>)[key]
  }
  return at
}

/** The object there; undefined where it is absent or no object. */
export function objectAt(value: unknown, ...path: readonly string[]): Record<string, unknown> | undefined {
  const at = valueAt(value, path)
  return typeof at === 'object' && at !== null && !Array.isArray(at) ? (at as Record<string, unknown>) : undefined
}

/** The text there; undefined where it is absent or no text. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const at = valueAt(value, path)
  return typeof at === 'string' ? at : undefined
}

/** The number there; undefined where it is absent or no number. Text that looks like one is no number. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const at = valueAt(value, path)
  return typeof at === 'number' ? at : undefined
}

/** The list there; undefined where it is absent or no list. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] | undefined {
  const at = valueAt(value, path)
  return Array.isArray(at) ? at : undefined
}
