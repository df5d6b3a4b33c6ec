type Mapping = Readonly<Record<string, unknown>>

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => {
    if (Array.isArray(inner)) return inner[Number(name)]
    return isMapping(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined
  }, root)
}

/** A copy with one value put in; mappings on the way are made where they are missing. */
export function withValue(root: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value
  const own = isMapping(root) ? root : {}
  return {...own, [name]: withValue(own[name], rest, value)}
}
