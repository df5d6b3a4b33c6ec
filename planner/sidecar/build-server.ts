import {type FastifyInstance, type FastifyReply, fastify} from 'fastify'
import {bearsToken} from './bearer-token.js'
import type {SidecarMetrics} from './metrics.js'
import {openApiText, operations} from './openapi.js'
import type {PlanReloader} from './plan-reloader.js'
import {decodeText, decodeValue, formatProblem, RequestProblem} from './problem.js'
import type {ServedRouter} from './served-router.js'
import {routeTrinoQuery, type TrinoSettings} from './trino-gateway.js'
import {lateRequest, loadRequest, whereRequest} from './wire-schemas.js'

export interface ServerSettings {
  /** What requests must bear, but for the two probes; undefined: nothing. */
  readonly token: string | undefined
  readonly trino: TrinoSettings
  readonly maxBodyBytes: number
  /** Milliseconds in which a request must have come in whole. */
  readonly requestTimeoutMilliseconds: number
}

const json = 'application/json; charset=utf-8'
const ndjson = 'application/x-ndjson'
/** Requests for what is not there are counted under one name. */
const noRoute = 'unknown'

/**
 * The HTTP face of a served router. Bodies are texts until the served router reads them, so that HTTP and the command line
 * take one path; answers are sent as the texts that it gives.
 */
export function buildServer(
  served: ServedRouter,
  reloader: Pick<PlanReloader, 'lastReload' | 'problem'>,
  metrics: SidecarMetrics,
  settings: ServerSettings,
): FastifyInstance {
  const server = fastify({
    bodyLimit: settings.maxBodyBytes,
    requestTimeout: settings.requestTimeoutMilliseconds,
    http: {
      headersTimeout: settings.requestTimeoutMilliseconds,
      connectionsCheckingInterval: Math.min(1000, settings.requestTimeoutMilliseconds),
    },
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    routerOptions: {maxParamLength: 4096},
  })
  const openPaths = new Set(operations.filter(({isOpen}) => isOpen === true).map(({path}) => path))
  const openApi = openApiText()
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(['application/json', ndjson], {parseAs: 'string'}, (_request, body, done) =>
    done(null, body),
  )
  const {token} = settings
  if (token !== undefined) {
    server.addHook('onRequest', async (request, reply) => {
      if (openPaths.has(request.routeOptions.url ?? '')) return
      if (bearsToken(request.headers.authorization, token)) return
      reply.header('www-authenticate', 'Bearer')
      throw new RequestProblem(
        401,
        'unauthorised',
        'the request bears no valid token',
        "Send 'Authorization: Bearer TOKEN'.",
      )
    })
  }
  server.addHook('onResponse', (request, reply, done) => {
    metrics.answered(request.routeOptions.url ?? noRoute, reply.statusCode, reply.elapsedTime / 1000)
    done()
  })
  server.setErrorHandler((error, _request, reply) => sendProblem(reply, problemOf(error)))
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]
    sendProblem(
      reply,
      new RequestProblem(404, 'unknown-path', `there is no ${request.method} ${path}`, 'See GET /openapi.json.'),
    )
  })
  const decided = (): void => metrics.decided(served.lastAnswer)

  server.post('/v1/place', (request, reply) => {
    const text = served.place(bodyOf(request.body))
    decided()
    return reply.type(json).send(text)
  })
  server.post('/v1/place/batch', (request, reply) => {
    const body = bodyOf(request.body)
    if (request.headers['content-type']?.startsWith(ndjson) !== true) {
      return reply.type(json).send(served.placeBatch(body, decided))
    }
    let answers = ''
    for (const line of body.split('\n')) {
      const answer = served.placeLine(line)
      if (answer === undefined) continue
      if (answer.isPlaced) decided()
      answers += `${answer.text}\n`
    }
    return reply.type(`${ndjson}; charset=utf-8`).send(answers)
  })
  server.post('/v1/load', (request, reply) => {
    served.report(decodeText(loadRequest, bodyOf(request.body)))
    return reply.type(json).send('{"accepted":true}')
  })
  server.post('/v1/late', (request, reply) => {
    served.late(decodeText(lateRequest, bodyOf(request.body)))
    return reply.type(json).send('{"accepted":true}')
  })
  server.post('/trino-gateway/v1/route', (request, reply) =>
    reply.type(json).send(routeTrinoQuery(served, settings.trino, bodyOf(request.body), decided)),
  )
  server.get('/v1/plan', (_request, reply) => reply.type(json).send(JSON.stringify(served.describePlan())))
  server.get('/v1/where', (request, reply) => {
    const region = served.where(decodeValue(whereRequest, {...(request.query as object)}))
    return reply.type(json).send(JSON.stringify({region}))
  })
  server.get('/healthz', (_request, reply) => reply.type('text/plain').send('ok\n'))
  server.get('/readyz', (_request, reply) => {
    const {lastReload, problem} = reloader
    const state = {ready: true, planId: served.router.planId, lastReload, problem}
    return reply.type(json).send(JSON.stringify(state))
  })
  server.get('/metrics', async (_request, reply) => {
    metrics.inForce(served.router.planId)
    return reply.type(metrics.contentType).send(await metrics.text())
  })
  server.get('/openapi.json', (_request, reply) => reply.type(json).send(openApi))
  return server
}

const bodyOf = (body: unknown): string => (typeof body === 'string' ? body : '')

function sendProblem(reply: FastifyReply, problem: RequestProblem): FastifyReply {
  return reply.status(problem.status).type(json).send(formatProblem(problem))
}

/** What the HTTP library refuses has a status below 500; all else is a bug, and its words stay in the log. */
function problemOf(error: unknown): RequestProblem {
  if (error instanceof RequestProblem) return error
  const {statusCode = 500, message} = error as {statusCode?: number; message: string}
  if (statusCode < 500) {
    const code = statusCode === 413 ? 'too-large' : statusCode === 415 ? 'unsupported-media-type' : 'bad-request'
    return new RequestProblem(statusCode, code, message, 'See GET /openapi.json for what is taken.')
  }
  process.stderr.write(`isthmus: a bug, please report it: ${(error as Error).stack ?? message}\n`)
  return new RequestProblem(500, 'bug', 'the router failed on this request', 'Report it with the request.')
}
