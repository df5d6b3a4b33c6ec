import {isIP} from 'node:net'

/** Schemes of streams and services, which have no table that could be kept elsewhere. */
const streamScheme =
  /^(?:kafka|pulsar(?:\+ssl)?|kinesis|pubsub|nats|mqtt|amqps?|rabbitmq|eventhubs?|sqs|sns|https?|inmemory|mem)(?::|$)/i

/** Whether a namespace is of streams, services or memory rather than of tables or files. */
export function isStreamNamespace(namespace: string): boolean {
  return streamScheme.test(namespace)
}

const amazonRegion =
  /(?<![a-z0-9])((?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d)(?![a-z0-9])/i

/**
 * The region that a namespace names, by the naming rules of OpenLineage: `awsathena://athena.REGION.amazonaws.com`,
 * `arn:aws:glue:REGION:ACCOUNT`, `redshift://CLUSTER.REGION:PORT`, `snowflake://LOCATOR.REGION.CLOUD`; else the name of an Amazon
 * region in the host, as in the names of managed databases.
 */
export function regionOfNamespace(namespace: string): string | undefined {
  const arn = /^arn:[^:]*:[^:]*:([a-z0-9-]+):/i.exec(namespace)
  if (arn !== null) return arn[1]
  const [, scheme, host] = /^([a-z0-9+]+):\/\/([^/]*)/i.exec(namespace) ?? []
  if (host === undefined || isIP(host.replace(/:\d+$/, '')) !== 0) return undefined
  const labels = host.replace(/:\d+$/, '').split('.')
  if (scheme === 'awsathena' && labels[0] === 'athena') return labels[1]
  if (scheme === 'snowflake' && labels.length > 1 && labels[1] !== 'snowflakecomputing') return labels[1]
  if (scheme === 'redshift' && labels.length === 2) return labels[1]
  return amazonRegion.exec(host)?.[1]
}
