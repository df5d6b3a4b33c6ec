import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {formatDay} from '../../../model/days.js'
import {formatAnswer, openRouter, type RoutingRequest} from '../../../planner/router/index.js'
import {openApiText, operations} from '../../../planner/sidecar/openapi.js'
import {placeAnswer} from '../../../planner/sidecar/wire-schemas.js'
import {today} from '../router/small-world.js'
import {jobs, plan, smallSidecar, workload} from './small-sidecar.js'

/** What the library says of the jobs, one after the other. */
function byLibrary(requests: readonly unknown[] = jobs): string[] {
  const router = openRouter({workload, plan})
  router.tick(formatDay(today), 13)
  return requests.map(job => formatAnswer(router.place(job as RoutingRequest), router.planId))
}

describe('the sidecar', () => {
  it('answers byte for byte as the library, one by one and in both kinds of batch', async () => {
    const wanted = byLibrary()
    expect(new Set(wanted.map(text => JSON.parse(text).reason)).size).toBeGreaterThan(5)
    const one = smallSidecar()
    for (const [k, job] of jobs.entries()) {
      const answer = await one.post('/v1/place', job)
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
      expect(answer.body).toBe(wanted[k])
    }
    const batch = await smallSidecar().post('/v1/place/batch', {jobs})
    expect(batch.body).toBe(`{"answers":[${wanted.join(',')}]}`)
    const lines = jobs.map(job => JSON.stringify(job)).join('\r\n')
    const byLine = await smallSidecar().post('/v1/place/batch', `\n${lines}\n\n`, {
      'content-type': 'application/x-ndjson',
    })
    expect(byLine.headers['content-type']).toBe('application/x-ndjson; charset=utf-8')
    expect(byLine.body).toBe(wanted.map(text => `${text}\n`).join(''))
  })

  it('sends answers of the documented form', () => {
    for (const text of byLibrary()) expect(placeAnswer.safeParse(JSON.parse(text)).error).toBeUndefined()
  })

  it('says all that is wrong with a request at once, and places nothing', async () => {
    const sidecar = smallSidecar()
    const bad = await sidecar.post('/v1/place', {
      job: 7,
      inputs: [{table: 'orders', bytes: -1, partitions: ['1972-02-30']}],
      cpu: 3,
    })
    expect(bad.statusCode).toBe(400)
    const {error} = bad.json()
    expect(error.code).toBe('bad-input')
    expect(error.message).toBe('5 findings in the request; nothing was placed')
    expect(error.findings.map((f: {path: string}) => f.path)).toEqual(
      expect.arrayContaining(['project', 'job', 'inputs[0].bytes', 'inputs[0].partitions[0]', '']),
    )
    expect(error.findings.find((f: {path: string}) => f.path === 'inputs[0].bytes').value).toBe('-1')
    const half = await sidecar.post('/v1/place/batch', {jobs: [jobs[2], {}]})
    expect(half.statusCode).toBe(400)
    expect(half.json().error.findings[0].path).toBe('jobs[1].project')
    expect((await sidecar.post('/v1/place', '{"project":')).json().error.message).toBe('the request is no JSON')
    expect((await sidecar.post('/v1/place', '')).statusCode).toBe(400)
    expect((await sidecar.post('/v1/place', '{"project":"pa","__proto__":{"x":1}}')).statusCode).toBe(400)
    const wanted = byLibrary([jobs[2]])
    expect((await sidecar.post('/v1/place', jobs[2])).body).toBe(wanted[0])
  })

  it('a line that is wrong is answered in its place', async () => {
    const text = `${JSON.stringify(jobs[0])}\n{"project":1}\nnonsense\n${JSON.stringify(jobs[1])}\n`
    const answer = await smallSidecar().post('/v1/place/batch', text, {'content-type': 'application/x-ndjson'})
    const lines = answer.body.trimEnd().split('\n')
    const wanted = byLibrary([jobs[0], jobs[1]])
    expect([lines[0], lines[3]]).toEqual(wanted)
    expect(lines.slice(1, 3).map(line => JSON.parse(line).error.code)).toEqual(['bad-input', 'bad-input'])
  })

  it('refuses bodies beyond the limit, other types and unknown paths', async () => {
    const sidecar = smallSidecar()
    const statusOf = async (answer: Promise<{statusCode: number; json(): {error: {code: string}}}>) => {
      const {statusCode, json} = await answer
      return [statusCode, json().error.code]
    }
    expect(await statusOf(sidecar.post('/v1/place', {project: 'p'.repeat(5000)}))).toEqual([413, 'too-large'])
    expect(await statusOf(sidecar.post('/v1/place', 'project: pa', {'content-type': 'application/yaml'}))).toEqual([
      415,
      'unsupported-media-type',
    ])
    expect(await statusOf(sidecar.get('/v1/place'))).toEqual([404, 'unknown-path'])
    expect(await statusOf(sidecar.get('/v1/where?table=orders'))).toEqual([400, 'bad-input'])
  })

  it('tells where to read from, hears of late replicas and of load', async () => {
    const sidecar = smallSidecar()
    const where = async (query: string) => (await sidecar.get(`/v1/where?${query}`)).json()
    expect(await where('table=orders&region=a&partition=1972-09-29')).toEqual({region: 'a'})
    expect(await where('table=orders&region=a&age=2')).toEqual({region: 'b'})
    expect(await where('table=orders&region=a')).toEqual({region: 'a'})
    expect((await sidecar.get('/v1/where?table=none&region=a')).json().error.code).toBe('unknown-table')
    expect((await sidecar.get('/v1/where?table=orders&region=z')).json().error.code).toBe('unknown-region')

    const late = {table: 'orders', region: 'a', partition: '1972-09-29', expectedSeconds: 5}
    expect((await sidecar.post('/v1/late', late)).json()).toEqual({accepted: true})
    expect(await where('table=orders&region=a&age=1')).toEqual({region: 'b'})
    await sidecar.post('/v1/late', {...late, arrived: true})
    expect(await where('table=orders&region=a&age=1')).toEqual({region: 'a'})
    expect((await sidecar.post('/v1/late', {...late, region: 'z'})).statusCode).toBe(404)

    const job = {project: 'pa', inputs: [{table: 'unread', bytes: 1}], again: true}
    expect((await sidecar.post('/v1/place', job)).json().region).toBe('b')
    await sidecar.post('/v1/load', {region: 'b', waitSeconds: 1e9})
    expect((await sidecar.post('/v1/place', job)).json().region).toBe('a')
    expect((await sidecar.post('/v1/load', {region: 'z', waitSeconds: 1})).statusCode).toBe(404)
    expect((await sidecar.post('/v1/load', {region: 'b', evictionShare: 2})).statusCode).toBe(400)
  })

  it('describes the plan', async () => {
    expect((await smallSidecar().get('/v1/plan')).json()).toEqual({
      planId: 'sidecar',
      asOf: '1972-09-30',
      currency: 'USD',
      regions: ['a', 'b', 'c'],
      movedProjects: 0,
      replicaWindows: 2,
      placedJobs: 1,
      projects: 3,
      tables: 5,
      jobs: 3,
    })
  })

  it('asks for the token on every route but the probes', async () => {
    const sidecar = smallSidecar({token: 'correct-horse-battery'})
    for (const {method, path, isOpen} of operations) {
      const send = (headers: Record<string, string>) =>
        sidecar.server.inject({method: method.toUpperCase() as 'GET', url: path, headers})
      expect((await send({})).statusCode === 401, path).toBe(isOpen !== true)
      expect((await send({authorization: 'Bearer correct-horse-batterx'})).statusCode === 401, path).toBe(
        isOpen !== true,
      )
      expect((await send({authorization: 'Bearer correct-horse-battery'})).statusCode, path).not.toBe(401)
    }
    const refused = await sidecar.post('/v1/place', jobs[0])
    expect(refused.headers['www-authenticate']).toBe('Bearer')
    expect(refused.json().error.code).toBe('unauthorised')
    expect((await sidecar.get('/nowhere')).statusCode).toBe(401)
  })

  it('counts in OpenMetrics', async () => {
    const sidecar = smallSidecar()
    await sidecar.post('/v1/place/batch', {jobs: jobs.slice(0, 3)})
    await sidecar.post('/v1/place', {})
    await sidecar.get('/nowhere')
    const answer = await sidecar.get('/metrics')
    expect(answer.headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
    expect(answer.body.endsWith('# EOF\n')).toBe(true)
    const value = (line: string) =>
      Number(
        answer.body
          .split('\n')
          .find(text => text.startsWith(`${line} `))
          ?.split(' ')
          .at(-1),
      )
    expect(value('isthmus_requests_total{route="/v1/place/batch",status="200"}')).toBe(1)
    expect(value('isthmus_requests_total{route="/v1/place",status="400"}')).toBe(1)
    expect(value('isthmus_requests_total{route="unknown",status="404"}')).toBe(1)
    expect(value('isthmus_decisions_total{region="c",reason="planned"}')).toBe(1)
    expect(value('isthmus_plan_info{plan="sidecar"}')).toBe(1)
    expect(value('isthmus_plan_reload_failed')).toBe(0)
    const wan = byLibrary(jobs.slice(0, 3)).reduce((sum, text) => sum + JSON.parse(text).wanBytes, 0)
    expect(wan).toBeGreaterThan(0)
    expect(value('isthmus_expected_wan_bytes_total')).toBe(wan)
  })

  it('docs/openapi.json is the document that it serves, and names every route', async () => {
    const {server, get} = smallSidecar()
    const text = openApiText()
    const written = readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')
    expect(JSON.parse(written)).toEqual(JSON.parse(text))
    expect((await get('/openapi.json')).body).toBe(text)
    await server.ready()
    for (const {method, path} of operations) {
      expect(server.hasRoute({method: method.toUpperCase() as 'GET', url: path}), path).toBe(true)
    }
    const routes = server.printRoutes({commonPrefix: false}).match(/\((?:GET|POST)/g)
    expect(routes?.length).toBe(operations.length)
  })
})
