import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {describe, expect, it} from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const {version} = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {version: string}

/** These run what `npm ci` built; after a change to the build itself, run `npm run build` first. */
describe('the installed program', () => {
  it('runs as `npx isthmus` in a checkout', () => {
    const printed = execFileSync('npx', ['--no-install', 'isthmus', '--version'], {cwd: root, encoding: 'utf8'})
    expect(printed.trim()).toBe(version)
  })

  it('exits with 2 and says what is wrong where it is used wrongly', () => {
    const run = () =>
      execFileSync('npx', ['--no-install', 'isthmus', 'plan', '--history'], {
        cwd: root,
        encoding: 'utf8',
        stdio: 'pipe',
      })
    expect(run).toThrow(expect.objectContaining({status: 2}))
  })

  it('is a library: every name of package.json’s exports can be imported', () => {
    const script = `for (const p of ['model', 'algorithms', 'datasets', 'viz'])
      console.log(p, Object.keys(await import('isthmus/' + p)).length > 0)`
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {cwd: root, encoding: 'utf8'})
    expect(printed.trim().split('\n')).toEqual(['model true', 'algorithms true', 'datasets true', 'viz true'])
  })
})
