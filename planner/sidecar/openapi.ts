import {z} from 'zod'
import * as wire from './wire-schemas.js'

type Schema = z.ZodType
const json = 'application/json'

interface Operation {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly body?: Schema
  readonly query?: Schema
  readonly answer?: Schema
  /** Content type of an answer that is no JSON. */
  readonly text?: string
  /** The same in lines of NDJSON. */
  readonly hasLines?: boolean
  readonly isOpen?: boolean
}

/** Every route of the sidecar; the server and the OpenAPI document are held against this list. */
export const operations: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/place',
    summary: 'Place one job',
    body: wire.placeRequest,
    answer: wire.placeAnswer,
  },
  {
    method: 'post',
    path: '/v1/place/batch',
    summary: 'Place several jobs, one after the other',
    description:
      'As JSON nothing is placed where one job is wrong. As NDJSON each line is answered by a line, as by `isthmus place`; a line that is wrong is answered by its problem.',
    body: wire.batchRequest,
    answer: wire.batchAnswer,
    hasLines: true,
  },
  {method: 'get', path: '/v1/plan', summary: 'The plan in force, in figures', answer: wire.planAnswer},
  {
    method: 'get',
    path: '/v1/where',
    summary: 'The cheapest holder of a partition for a reader',
    query: wire.whereRequest,
    answer: wire.whereAnswer,
  },
  {
    method: 'post',
    path: '/v1/load',
    summary: 'Tell the load of a region',
    body: wire.loadRequest,
    answer: wire.acceptedAnswer,
  },
  {
    method: 'post',
    path: '/v1/late',
    summary: 'Tell that a replica is late, or that it arrived',
    body: wire.lateRequest,
    answer: wire.acceptedAnswer,
  },
  {
    method: 'post',
    path: '/trino-gateway/v1/route',
    summary: "Trino Gateway's external routing (rulesType: EXTERNAL)",
    description: 'Always 200; where there are errors the gateway takes its default group.',
    body: wire.trinoRequest,
    answer: wire.trinoAnswer,
  },
  {method: 'get', path: '/healthz', summary: 'The process is alive', text: 'text/plain', isOpen: true},
  {
    method: 'get',
    path: '/readyz',
    summary: 'The router answers; says whether the last reload failed',
    answer: wire.readyAnswer,
    isOpen: true,
  },
  {
    method: 'get',
    path: '/metrics',
    summary: 'Figures of the sidecar',
    text: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  },
  {method: 'get', path: '/openapi.json', summary: 'This document', answer: z.record(z.string(), z.unknown())},
]

/** The OpenAPI 3.1 document, made from the schemas that check the requests; docs/openapi.json is the same. */
export function openApiText(): string {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    paths[operation.path] = {...paths[operation.path], [operation.method]: operationObject(operation)}
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'isthmus sidecar',
      version: '1.0',
      description:
        'Where a job should run so that the least traffic crosses the WAN. Bytes, seconds and the currency of the topology.',
      license: {name: 'Apache-2.0', identifier: 'Apache-2.0'},
    },
    servers: [{url: 'http://127.0.0.1:8480'}],
    security: [{}, {token: []}],
    paths,
    components: {
      securitySchemes: {
        token: {type: 'http', scheme: 'bearer', description: 'Asked for where the sidecar has a token'},
      },
      schemas: {Problem: schemaObject(wire.problemAnswer, 'output')},
    },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function operationObject({summary, description, body, query, answer, text, hasLines, isOpen}: Operation) {
  const lines = hasLines === true ? {'application/x-ndjson': {schema: {type: 'string'}}} : {}
  const content =
    answer === undefined ? {[text!]: {schema: {type: 'string'}}} : {[json]: {schema: schemaObject(answer, 'output')}}
  return {
    summary,
    ...(description === undefined ? {} : {description}),
    ...(isOpen === true ? {security: []} : {}),
    ...(query === undefined ? {} : {parameters: parametersOf(query)}),
    ...(body === undefined
      ? {}
      : {requestBody: {required: true, content: {[json]: {schema: schemaObject(body, 'input')}, ...lines}}}),
    responses: {
      200: {description: 'The answer', content: {...content, ...lines}},
      default: {description: 'A problem', content: {[json]: {schema: {$ref: '#/components/schemas/Problem'}}}},
    },
  }
}

function schemaObject(schema: Schema, io: 'input' | 'output') {
  const {$schema: _, ...object} = z.toJSONSchema(schema, {io})
  return object
}

function parametersOf(query: Schema) {
  const {properties = {}, required = []} = z.toJSONSchema(query, {io: 'input'})
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}
