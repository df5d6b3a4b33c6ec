import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {mkdtempSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {connect} from 'node:net'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, afterEach, describe, expect, it} from 'vitest'
import {formatDay} from '../../../model/days.js'
import {formatPlan} from '../../../model/plan-file.js'
import {
  compileRouterIndex,
  formatAnswer,
  openRouter,
  type RoutingRequest,
  saveRouterIndex,
} from '../../../planner/router/index.js'
import {planWith, today, todayText, window} from '../router/small-world.js'
import {jobs, plan, workload} from './small-sidecar.js'

/** These run what `npm ci` built; after a change to the program, run `npm run build` first. */
const program = resolve(import.meta.dirname, '../../../dist/planner/main.js')
const folder = mkdtempSync(join(tmpdir(), 'isthmus-serve-'))
const at = (name: string) => join(folder, name)
const fixed = ['--as-of', todayText, '--hour', '13']
const token = 'correct-horse-battery-staple'
const children: ChildProcess[] = []

saveRouterIndex(compileRouterIndex(workload, planWith({planId: 'inside'})), at('router.idx'))
const writePlan = (planId: string): void => {
  writeFileSync(at('next.json'), formatPlan({...plan, planId}))
  renameSync(at('next.json'), at('plan.json'))
}
writePlan('sidecar')
writeFileSync(at('token'), `${token}\n`)

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rmSync(folder, {recursive: true}))

interface Served {
  readonly child: ChildProcess
  readonly url: string
  /** Everything on stderr so far. */
  log(): string
  /** Waits until stderr has the text. */
  says(text: string): Promise<void>
  readonly exit: Promise<number | null>
}

async function serve(...flags: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--index', at('router.idx'), ...flags], {
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  children.push(child)
  let heard = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    heard += text
  })
  const exit = new Promise<number | null>(done => child.once('exit', done))
  const says = async (text: string): Promise<void> => {
    for (let waited = 0; !heard.includes(text); waited += 20) {
      if (waited > 20_000 || child.exitCode !== null) throw new Error(`did not say '${text}': ${heard}`)
      await new Promise(done => setTimeout(done, 20))
    }
  }
  await says('is served on')
  return {child, url: /http:\S+/.exec(heard)![0], log: () => heard, says, exit}
}

const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, {method: 'POST', body, headers: {'content-type': 'application/json', ...headers}})

describe('isthmus serve and isthmus place', () => {
  it('library, command line and HTTP give the same bytes', async () => {
    const lines = jobs.map(job => `${JSON.stringify(job)}\n`).join('')
    const router = openRouter({workload, plan})
    router.tick(formatDay(today), 13)
    const library = jobs.map(job => `${formatAnswer(router.place(job as RoutingRequest), router.planId)}\n`).join('')

    const flags = ['--index', at('router.idx'), '--plan', at('plan.json'), ...fixed]
    const placed = spawnSync(process.execPath, [program, 'place', ...flags], {input: lines, encoding: 'utf8'})
    expect(placed.stderr).toBe('')
    expect(placed.status).toBe(0)
    expect(placed.stdout).toBe(library)

    const {url} = await serve('--plan', at('plan.json'), ...fixed)
    const answers: string[] = []
    for (const job of jobs) answers.push(`${await (await post(`${url}/v1/place`, JSON.stringify(job))).text()}\n`)
    expect(answers.join('')).toBe(library)
    const other = await serve('--plan', at('plan.json'), ...fixed)
    const batch = await post(`${other.url}/v1/place/batch`, lines, {'content-type': 'application/x-ndjson'})
    expect(await batch.text()).toBe(library)
  })

  it('place answers a wrong line in its place and exits with 3', () => {
    const placed = spawnSync(process.execPath, [program, 'place', '--index', at('router.idx'), ...fixed], {
      input: `{"project":"pa"}\n{"project":\n`,
      encoding: 'utf8',
    })
    expect(placed.status).toBe(3)
    expect(placed.stderr).toContain('1 of 2 jobs could not be read')
    const [first, second] = placed.stdout.trimEnd().split('\n')
    expect(JSON.parse(first).planId).toBe('inside')
    expect(JSON.parse(second).error.code).toBe('bad-input')
  })

  it('reloads when the file changes and on SIGHUP, and a bad plan leaves the old one in force', async () => {
    writePlan('sidecar')
    const {url, child, says} = await serve('--plan', at('plan.json'), ...fixed)
    const planId = async () => ((await (await fetch(`${url}/v1/plan`)).json()) as {planId: string}).planId
    const ready = async () => (await (await fetch(`${url}/readyz`)).json()) as {problem: string}
    expect(await planId()).toBe('sidecar')
    expect(await ready()).toEqual({ready: true, planId: 'sidecar', lastReload: 'none'})

    writePlan('second')
    await says('plan second is in force')
    expect(await planId()).toBe('second')

    writeFileSync(
      at('plan.json'),
      formatPlan({...plan, planId: 'third', replicas: [window('no-such-table', 'a', 0, 1)]}),
    )
    await says('second stays in force')
    expect(await planId()).toBe('second')
    expect(await ready()).toMatchObject({ready: true, planId: 'second', lastReload: 'failed'})
    expect((await ready()).problem).toContain('no-such-table')
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^isthmus_plan_reload_failed 1$/m)
    expect((await post(`${url}/v1/place`, JSON.stringify(jobs[0]))).status).toBe(200)

    writePlan('fourth')
    await says('plan fourth is in force')
    expect(await ready()).toEqual({ready: true, planId: 'fourth', lastReload: 'ok'})
    saveRouterIndex(compileRouterIndex(workload, planWith({planId: 'inside'})), at('router.idx'))
    child.kill('SIGHUP')
    await new Promise(done => setTimeout(done, 300))
    expect(child.exitCode).toBe(null)
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^isthmus_plan_reload_failed 0$/m)
  })

  it('on SIGTERM answers what is under way, takes no more, and ends with 0', async () => {
    const {url, child, says, exit} = await serve()
    await fetch(`${url}/healthz`)
    const body = JSON.stringify(jobs[1])
    const {port} = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.setEncoding('utf8').on('data', text => {
      answer += text
    })
    const head = `POST /v1/place HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
    socket.write(head + body.slice(0, 5))
    await new Promise(done => setTimeout(done, 100))
    const begin = performance.now()
    child.kill('SIGTERM')
    await says('no new requests')
    socket.write(body.slice(5))
    expect(await exit).toBe(0)
    expect(performance.now() - begin).toBeLessThan(9000)
    expect(answer.startsWith('HTTP/1.1 200')).toBe(true)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })

  it('asks for a token beyond this machine', async () => {
    const refused = spawnSync(process.execPath, [program, 'serve', '--index', at('router.idx'), '--host', '0.0.0.0'], {
      encoding: 'utf8',
    })
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain('--token-file')
    writeFileSync(at('short'), 'secret\n')
    const short = spawnSync(
      process.execPath,
      [program, 'serve', '--index', at('router.idx'), '--token-file', at('short')],
      {
        encoding: 'utf8',
      },
    )
    expect(short.status).toBe(3)

    const {url} = await serve('--host', '0.0.0.0', '--token-file', at('token'))
    const local = url.replace(/\/\/[^:]+/, '//127.0.0.1')
    expect((await post(`${local}/v1/place`, JSON.stringify(jobs[0]))).status).toBe(401)
    const authorization = `Bearer ${token}`
    expect((await post(`${local}/v1/place`, JSON.stringify(jobs[0]), {authorization})).status).toBe(200)
    expect((await fetch(`${local}/healthz`)).status).toBe(200)
  })

  it('cuts off a request that does not come in, and serves others meanwhile', async () => {
    const {url} = await serve('--request-timeout', '1')
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write('POST /v1/place HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{')
    const begin = performance.now()
    const closed = new Promise<void>(done => socket.once('close', () => done()))
    socket.resume()
    expect((await post(`${url}/v1/place`, JSON.stringify(jobs[0]))).status).toBe(200)
    await closed
    expect(performance.now() - begin).toBeLessThan(20_000)
  })
})
