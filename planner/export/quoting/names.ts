import {createHash} from 'node:crypto'

/** Why a name cannot stand in the files of a target; undefined where it can. */
export type NameFault = string | undefined

/** No target takes a control character in a name, and a shell cannot pass NUL at all. */
export function printable(name: string): NameFault {
  return /[\p{Cc}\u2028\u2029]/u.test(name) ? 'the name holds a control character' : undefined
}

/** A name that SQL shells leave alone: Hive and Spark replace `${…}` in any text before they parse it. */
export function substitutionFree(name: string): NameFault {
  return printable(name) ?? (name.includes('${') ? 'the name holds a variable reference of the SQL shell' : undefined)
}

/** A folder name below a prefix: it cannot lead out of it, and no file system shell expands it as a pattern. */
export function folderName(name: string): NameFault {
  const fault = printable(name)
  if (fault !== undefined) return fault
  if (name === '' || name === '.' || name === '..' || name.trim() !== name) return 'the name is no folder name'
  if (/[/\\:*?[\]{}^]/.test(name)) return 'the name holds a character that paths or path patterns use'
  return undefined
}

/** Any text on one line of a comment, letters outside ASCII and signs that end comments escaped. */
export function commentText(text: string): string {
  return text.replace(/[^A-Za-z0-9 ._:+/()%,=-]|--/gu, found =>
    [...found].map(sign => `\\u${sign.codePointAt(0)!.toString(16).padStart(4, '0')}`).join(''),
  )
}

/** A short name of `a-z`, `0-9` and `-` for files and Kubernetes objects, different for different names. */
export function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  return plain === name ? plain : `${plain === '' ? 'x' : plain}-${digest(name)}`
}

/** Eight hexadecimal digits of SHA-256. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)
