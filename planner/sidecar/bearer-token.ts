import {createHash, timingSafeEqual} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {badInputOf, IsthmusError} from '../../model/errors.js'

const leastCharacters = 16
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/**
 * The token that requests must bear; undefined where none is asked for. Throws a usage error for a host beyond this machine
 * without a token, and BadInput for a file that holds none.
 */
export function readToken(host: string, tokenFile: string | undefined): string | undefined {
  if (tokenFile === undefined) {
    if (loopback.test(host)) return undefined
    throw new IsthmusError(
      'usage',
      `--host ${host} can be reached from other machines, and there is no token`,
      'Give --token-file FILE, or leave --host at 127.0.0.1.',
    )
  }
  let text: string
  try {
    text = readFileSync(tokenFile, 'utf8').trim()
  } catch (error) {
    const message = `cannot be read: ${(error as Error).message}`
    throw badInputOf([{kind: 'unreadable', file: tokenFile, message, advice: 'Give the path of a file with a token.'}])
  }
  if (text.length < leastCharacters || !/^[\x21-\x7e]+$/.test(text)) {
    const message = `holds no token: ${text.length} characters`
    const advice = `Write one line of ${leastCharacters} or more letters and digits, for instance from 'openssl rand -hex 32'.`
    throw badInputOf([{kind: 'bad-token', file: tokenFile, message, advice}])
  }
  return text
}

/** Whether an Authorization header bears the token; takes the same time wherever the two differ. */
export function bearsToken(header: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`))
}
