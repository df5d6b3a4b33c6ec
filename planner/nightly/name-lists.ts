/** Patterns of names that may change, and of names that never do; deny goes before allow. */
export interface NameLists {
  readonly allow: readonly string[]
  readonly deny: readonly string[]
}

/** Why a name may not change, in words; undefined where it may. */
export type NameFilter = (name: string) => string | undefined

/** `*` stands for any text, `?` for one character; everything else for itself. A pattern matches whole names. */
export function nameFilter({allow, deny}: NameLists): NameFilter {
  const allowed = allow.map(matcher)
  const denied = deny.map(pattern => ({pattern, matches: matcher(pattern)}))
  return name => {
    const by = denied.find(({matches}) => matches(name))
    if (by !== undefined) return `denied by '${by.pattern}'`
    return allowed.length === 0 || allowed.some(matches => matches(name)) ? undefined : 'on no allow-list'
  }
}

function matcher(pattern: string): (name: string) => boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const expression = new RegExp(`^${source}$`, 's')
  return name => expression.test(name)
}
