/** More paths than this in one glob: the alternatives are left as they stand. */
const mostAlternatives = 1000

/**
 * The paths of a list as Hadoop writes it into a job's configuration: with commas between them, commas inside a path escaped by
 * a backslash (`StringUtils.split` and `unEscapeString`). The alternatives of a glob `{a,b}` become paths of their own.
 */
export function pathsOfList(list: string): readonly string[] {
  const paths = list.split(/(?<!\\),/).map(path => path.replaceAll('\\,', ',').trim())
  return paths.filter(path => path !== '').flatMap(path => alternatives(path))
}

function alternatives(path: string): readonly string[] {
  let open = [path]
  for (;;) {
    const next = new Set<string>()
    for (const each of open) {
      const match = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(each)
      if (match === null) next.add(each)
      else for (const choice of match[2]!.split(',')) next.add(`${match[1]}${choice}${match[3]}`)
      if (next.size > mostAlternatives) return [path]
    }
    if (open.every(each => next.has(each))) return open
    open = [...next]
  }
}

/**
 * A path with its file system: as it is where it has one, else below the default file system, else below the working folder where
 * it is relative. Undefined where that is not known.
 */
export function absolutePath(
  path: string,
  fileSystem: string | undefined,
  workFolder: string | undefined,
): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(path)) return path
  if (path.startsWith('/')) return fileSystem === undefined ? path : `${fileSystem.replace(/\/+$/, '')}${path}`
  return workFolder === undefined
    ? undefined
    : absolutePath(`${workFolder.replace(/\/+$/, '')}/${path}`, fileSystem, undefined)
}
