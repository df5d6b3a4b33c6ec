import type {Plan} from '../../../model/plan.js'
import {openRouter} from '../../../planner/router/index.js'
import {buildServer, type ServerSettings} from '../../../planner/sidecar/build-server.js'
import {SidecarMetrics} from '../../../planner/sidecar/metrics.js'
import {ServedRouter} from '../../../planner/sidecar/served-router.js'
import {planWith, smallWorkload, today, window} from '../router/small-world.js'

export const workload = await smallWorkload()
export const plan = planWith({
  planId: 'sidecar',
  replicas: [window('orders', 'a', 0, 2), window('clicks', 'c', 0, 3)],
  jobs: [{job: 'sweeper', region: 'c', savedBytesPerDay: 0}],
})

/** Hour 13 of the first day of the plan. */
export const fixedClock = (): number => (today * 24 + 13) * 3600

/** A sidecar over the small world, to be asked without a socket. */
export function smallSidecar(settings: Partial<ServerSettings> = {}, decided: Plan = plan) {
  const served = new ServedRouter(openRouter({workload, plan: decided}), fixedClock)
  const reloader: {lastReload: 'none' | 'ok' | 'failed'; problem: string | undefined} = {
    lastReload: 'none',
    problem: undefined,
  }
  const metrics = new SidecarMetrics()
  const server = buildServer(served, reloader, metrics, {
    token: undefined,
    trino: {routingGroups: {}, projects: {}},
    maxBodyBytes: 4096,
    requestTimeoutMilliseconds: 1000,
    ...settings,
  })
  const post = (url: string, payload: unknown, headers: Record<string, string> = {}) =>
    server.inject({
      method: 'POST',
      url,
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
      headers: {'content-type': 'application/json', ...headers},
    })
  const get = (url: string, headers: Record<string, string> = {}) => server.inject({method: 'GET', url, headers})
  return {served, server, post, get}
}

/** Jobs of every kind: planned, open, by template, gold, of unknown names, with thresholds and preferences. */
export const jobs = [
  {project: 'pb', job: 'sweeper'},
  {project: 'pa', job: 'reader'},
  {
    project: 'pa',
    inputs: [
      {table: 'orders', partitions: ['1972-09-29'], bytes: 77},
      {table: 'clicks', ages: [1, 2]},
    ],
    cpuHours: 0.5,
  },
  {project: 'pa', inputs: [{table: 'clicks', ages: [5]}], outputs: [{table: 'sales', bytes: 3}], priority: 'gold'},
  {project: 'pa', inputs: [{table: 'clicks'}], movable: false},
  {project: 'nobody', home: 'b', inputs: [{table: 'orders'}]},
  {project: 'pa', inputs: [{table: 'nothing'}]},
  {
    project: 'pa',
    inputs: [
      {table: 'clicks', ages: [4], bytes: 10},
      {table: 'orders', ages: [4]},
    ],
    uncertainInput: 1,
    outputBytes: 40,
  },
  {
    project: 'penned',
    inputs: [{table: 'orders', ages: [9]}],
    bestEffort: true,
    priority: 'bronze',
    deadlineSeconds: 60,
  },
  {project: 'pa', inputs: [{table: 'orders'}], preferences: [{region: 'c', priceClass: 'best-effort'}]},
] as const
