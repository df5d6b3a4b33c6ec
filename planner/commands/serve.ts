import type {CommandModule} from 'yargs'
import {IsthmusError} from '../../model/errors.js'
import {numberFlag, textFlag} from '../flags.js'
import {terminalProgress} from '../progress.js'
import {openRouter} from '../router/index.js'
import {readToken} from '../sidecar/bearer-token.js'
import {buildServer} from '../sidecar/build-server.js'
import {SidecarMetrics} from '../sidecar/metrics.js'
import {PlanReloader} from '../sidecar/plan-reloader.js'
import {readRouterIndex} from '../sidecar/router-files.js'
import {ServedRouter} from '../sidecar/served-router.js'
import {readTrinoSettings} from '../sidecar/trino-gateway.js'
import {clockOf, type RouterArguments, routerFiles, routerFlags, routerOptions} from './router-flags.js'

interface ServeArguments extends RouterArguments {
  readonly host: string
  readonly port: number
  readonly tokenFile: string | undefined
  readonly trinoGateway: string | undefined
  readonly maxBodyBytes: number
  readonly requestTimeout: number
}

const watchMilliseconds = 1000
/** Longest that requests under way may hold up the end. */
const stopMilliseconds = 10_000

export const serveCommand: CommandModule<object, ServeArguments> = {
  command: 'serve',
  describe: 'Answer over HTTP where jobs should run; reloads a plan that changes',
  builder: yargs =>
    yargs.options({
      ...routerFlags,
      host: {...textFlag('host', 'Address to listen on; any but this machine needs a token'), default: '127.0.0.1'},
      port: {...numberFlag('port', 'Port; 0 takes a free one', {min: 0, max: 65535, integer: true}), default: '8480'},
      'token-file': textFlag('token-file', 'File with the token that requests must bear'),
      'trino-gateway': textFlag(
        'trino-gateway',
        'YAML with routingGroups (region: group) and projects (user: project)',
      ),
      'max-body-bytes': {
        ...numberFlag('max-body-bytes', 'Largest request', {min: 1024, integer: true}),
        default: '1048576',
      },
      'request-timeout': {
        ...numberFlag('request-timeout', 'Seconds in which a request must have come in', {min: 1, max: 3600}),
        default: '10',
      },
    }) as never,
  async handler(args) {
    const token = readToken(args.host, args.tokenFile)
    const progress = terminalProgress()
    const files = routerFiles(args, progress)
    const index = await readRouterIndex(files).finally(() => progress.done())
    const served = new ServedRouter(openRouter({index, ...routerOptions(args)}), clockOf(args))
    const metrics = new SidecarMetrics()
    const reloader = new PlanReloader(served, files, (outcome, text) => {
      metrics.reloaded(outcome)
      log(text)
    })
    const server = buildServer(served, reloader, metrics, {
      token,
      trino: readTrinoSettings(args.trinoGateway, index.catalogue.regionNames),
      maxBodyBytes: args.maxBodyBytes,
      requestTimeoutMilliseconds: args.requestTimeout * 1000,
    })
    const address = await server.listen({host: args.host, port: args.port}).catch((error: NodeJS.ErrnoException) => {
      const message = `cannot listen on ${args.host}:${args.port}: ${error.code}`
      throw new IsthmusError('usage', message, 'Give another --port or --host, or end what listens there.')
    })
    const reload = (): void => void reloader.reloadAll()
    process.on('SIGHUP', reload)
    await reloader.watch(watchMilliseconds)
    log(`plan ${served.router.planId} is served on ${address}`)
    const signal = await firstOf('SIGTERM', 'SIGINT')
    log(`${signal}: no new requests; those under way are answered`)
    reloader.stop()
    process.off('SIGHUP', reload)
    const idle = setInterval(() => server.server.closeIdleConnections(), 50)
    const late = setTimeout(() => server.server.closeAllConnections(), stopMilliseconds)
    await server.close()
    clearInterval(idle)
    clearTimeout(late)
  },
}

function firstOf(...signals: readonly NodeJS.Signals[]): Promise<NodeJS.Signals> {
  return new Promise(done => {
    for (const signal of signals) process.once(signal, done)
  })
}

function log(text: string): void {
  process.stderr.write(`isthmus: ${text}\n`)
}
