import {Agent, request} from 'node:http'
import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads'
import {
  compileRouterIndex,
  openRouter,
  openSharedIndex,
  type SharedRouterIndex,
  shareRouterIndex,
} from '../planner/router/index.js'
import {buildServer} from '../planner/sidecar/build-server.js'
import {SidecarMetrics} from '../planner/sidecar/metrics.js'
import {ServedRouter} from '../planner/sidecar/served-router.js'
import {printTable} from './measure.js'
import {routingRequests, routingWorld} from './routing-world.js'

const CONNECTIONS = 16
const WARM = 5_000
const REQUESTS = 30_000
const JOBS_A_BATCH = 100

interface SidecarData {
  readonly sidecar: SharedRouterIndex
  readonly policy: 'home' | 'cost-and-load'
}

/**
 * The sidecar under load on loopback: the server in a thread of its own, the client with keep-alive connections in this one, each with
 * one request under way. Client and server share the machine, so the figures are of both.
 */
export async function run(): Promise<void> {
  const {workload, plan} = routingWorld(1, {
    regions: 16,
    tables: 100_000,
    jobs: 100_000,
    projects: 2000,
    windows: 50_000,
  })
  const sidecar = shareRouterIndex(compileRouterIndex(workload, plan))
  const jobs = routingRequests(2, 1024, workload).map(job => JSON.stringify(job))
  const batch = `{"jobs":[${jobs.slice(0, JOBS_A_BATCH).join(',')}]}`
  const rows: string[][] = []
  for (const policy of ['home', 'cost-and-load'] as const) {
    const worker = new Worker(new URL(import.meta.url), {workerData: {sidecar, policy} satisfies SidecarData})
    const port = await new Promise<number>((done, fail) => worker.once('message', done).once('error', fail))
    rows.push([policy, '/healthz', ...(await load(port, 'GET', '/healthz', [''], REQUESTS))])
    rows.push([policy, '/v1/place', ...(await load(port, 'POST', '/v1/place', jobs, REQUESTS))])
    rows.push([
      policy,
      `/v1/place/batch of ${JOBS_A_BATCH}`,
      ...(await load(port, 'POST', '/v1/place/batch', [batch], 1000)),
    ])
    await worker.terminate()
  }
  printTable(
    `Sidecar on loopback, 16 regions, 100,000 tables: ${CONNECTIONS} keep-alive connections, one request under way on each`,
    ['policy', 'route', 'requests/s', 'p50 ms', 'p99 ms', 'p99.9 ms'],
    rows,
  )
}

async function load(
  port: number,
  method: string,
  path: string,
  bodies: readonly string[],
  count: number,
): Promise<string[]> {
  const agent = new Agent({keepAlive: true, maxSockets: CONNECTIONS})
  const each = new Float64Array(count)
  const send = (k: number): Promise<void> =>
    new Promise((done, fail) => {
      const body = bodies[k % bodies.length]
      const headers =
        method === 'GET' ? {} : {'content-type': 'application/json', 'content-length': Buffer.byteLength(body)}
      const begin = performance.now()
      const sent = request({port, method, path, agent, headers, host: '127.0.0.1'}, answer => {
        if (answer.statusCode !== 200) fail(new Error(`${path} answered ${answer.statusCode}`))
        answer.resume().once('end', () => {
          each[k % count] = performance.now() - begin
          done()
        })
      })
      sent.once('error', fail)
      sent.end(method === 'GET' ? undefined : body)
    })
  const play = async (total: number): Promise<void> => {
    let next = 0
    const client = async (): Promise<void> => {
      while (next < total) await send(next++)
    }
    await Promise.all(Array.from({length: CONNECTIONS}, client))
  }
  await play(Math.min(WARM, count))
  const begin = performance.now()
  await play(count)
  const seconds = (performance.now() - begin) / 1000
  agent.destroy()
  each.sort()
  const at = (share: number): string => each[Math.floor(share * (count - 1))].toFixed(2)
  return [Math.round(count / seconds).toLocaleString('en'), at(0.5), at(0.99), at(0.999)]
}

if (!isMainThread && (workerData as SidecarData | null)?.sidecar !== undefined) {
  const {sidecar, policy} = workerData as SidecarData
  const served = new ServedRouter(openRouter({index: openSharedIndex(sidecar), policy}), () => 20_030 * 86_400)
  const server = buildServer(served, {lastReload: 'none', problem: undefined}, new SidecarMetrics(), {
    token: undefined,
    trino: {routingGroups: {}, projects: {}},
    maxBodyBytes: 2 ** 20,
    requestTimeoutMilliseconds: 10_000,
  })
  await server.listen({host: '127.0.0.1', port: 0})
  parentPort!.postMessage((server.server.address() as {port: number}).port)
}
