import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import type {BadInput} from '../../../model/errors.js'
import {openRouter} from '../../../planner/router/index.js'
import {readTrinoSettings} from '../../../planner/sidecar/trino-gateway.js'
import {planWith, window} from '../router/small-world.js'
import {smallSidecar, workload} from './small-sidecar.js'

const folder = mkdtempSync(join(tmpdir(), 'isthmus-trino-'))
afterAll(() => rmSync(folder, {recursive: true}))

/** The body that the gateway posts (RoutingGroupExternalBody), with every field of it, some of them null. */
const gatewayRequest = (tables: readonly string[], user: string | null = 'pa') => ({
  trinoQueryProperties: {
    body: 'SELECT * FROM orders JOIN clicks USING (id)',
    queryType: 'Query',
    resourceGroupQueryType: 'SELECT',
    tables,
    defaultCatalog: 'hive',
    defaultSchema: 'default',
    catalogs: ['hive'],
    schemas: ['default'],
    catalogSchemas: ['hive.default'],
    isNewQuerySubmission: true,
    errorMessage: null,
  },
  trinoRequestUser: {user, userInfo: null},
  contentType: 'text/plain',
  remoteUser: null,
  method: 'POST',
  requestURI: '/v1/statement',
  queryString: null,
  session: null,
  remoteAddr: '10.1.2.3',
  remoteHost: '10.1.2.3',
  parameters: {},
})

const route = async (sidecar: ReturnType<typeof smallSidecar>, body: unknown) => {
  const answer = await sidecar.post('/trino-gateway/v1/route', body)
  expect(answer.statusCode).toBe(200)
  return answer.json() as {routingGroup: string | null; errors: string[]; externalHeaders: object}
}

describe('Trino Gateway’s external routing', () => {
  const trino = {routingGroups: {b: 'trino-b', c: 'trino-c'}, projects: {ada: 'penned'}}

  it('gives the group of the region where the router places the query', async () => {
    const sidecar = smallSidecar({trino})
    for (const tables of [['hive.clicks'], ['hive.orders'], ['hive.clicks', 'hive.orders'], ['hive.sales']]) {
      const inputs = tables.map(name => ({table: name.slice('hive.'.length)}))
      const region = openRouter({workload, plan: sidecarPlan}).place({project: 'pa', inputs}).regionName
      const fresh = smallSidecar({trino}, sidecarPlan)
      const group = {a: 'a', b: 'trino-b', c: 'trino-c'}[region]
      expect(await route(fresh, gatewayRequest(tables))).toEqual({routingGroup: group, errors: [], externalHeaders: {}})
    }
    const groups = new Set<string | null>()
    for (const table of ['hive.clicks', 'hive.sales'])
      groups.add((await route(sidecar, gatewayRequest([table]))).routingGroup)
    expect(groups.size).toBe(2)
  })

  it('knows whose query it is: the user of the settings, the user, else the project of the table', async () => {
    const only = planWith({replicas: []})
    const groupFor = async (user: string | null) =>
      (await route(smallSidecar({trino}, only), gatewayRequest(['hive.orders'], user))).routingGroup
    expect(await groupFor('pa')).toBe('trino-b')
    expect(await groupFor('ada')).toBe('a')
    expect(await groupFor('stranger')).toBe('trino-b')
    expect(await groupFor(null)).toBe('trino-b')
  })

  it('what it cannot answer comes back as errors, and the gateway takes its default group', async () => {
    const sidecar = smallSidecar({trino})
    for (const [body, word] of [
      [gatewayRequest([]), 'names no table'],
      [gatewayRequest(['hive.orders', 'hive.nothing']), 'knows no table hive.nothing'],
      [{}, 'names no table'],
      [{trinoQueryProperties: {tables: 'orders'}}, 'trinoQueryProperties.tables'],
      ['{', 'no JSON'],
    ] as const) {
      const answer = await route(sidecar, body)
      expect(answer.routingGroup).toBe(null)
      expect(answer.errors.join()).toContain(word)
    }
  })

  it('reads its names from a file, and says all that is wrong with it', () => {
    const file = join(folder, 'trino.yaml')
    const findings = (text: string) => {
      writeFileSync(file, text)
      try {
        return readTrinoSettings(file, ['a', 'b'])
      } catch (error) {
        return (error as BadInput).findings.map(({message}) => message).join('; ')
      }
    }
    expect(findings('routingGroups: {a: trino-a}\nprojects: {ada: pa}\n')).toEqual({
      routingGroups: {a: 'trino-a'},
      projects: {ada: 'pa'},
    })
    expect(findings('')).toEqual({routingGroups: {}, projects: {}})
    expect(findings('routingGroups: {z: g, y: h}')).toMatch(/'z'.*'y'/)
    expect(findings('groups: {a: g}')).toMatch('groups')
    expect(findings('routingGroups: [')).toMatch('cannot be read')
    expect(() => readTrinoSettings(join(folder, 'absent.yaml'), [])).toThrow('1 finding')
  })
})

const sidecarPlan = planWith({replicas: [window('orders', 'a', 0, 2), window('clicks', 'c', 0, 3)]})
