import {present} from '../../history/findings.js'
import {textAt} from '../../ingest/json-fields.js'
import type {Place} from '../../ingest/observed.js'

/**
 * Where an application runs, by its Spark properties: the name of the cluster (Databricks, Kubernetes, YARN), else the address of
 * the master, else the host of the driver, which names the cluster where the master only says `yarn`. The region is Databricks' own
 * tag. Hidden values (`*********(redacted)`) count as absent.
 */
export function clusterPlace(properties: unknown): Place {
  const property = (...names: readonly string[]) =>
    names
      .map(name => textAt(properties, name))
      .find(text => text !== undefined && text !== '' && !text.includes('redacted'))
  const master = property('spark.master')
  const coordinator =
    property(
      'spark.databricks.clusterUsageTags.clusterName',
      'spark.databricks.clusterUsageTags.clusterId',
      'spark.hadoop.yarn.resourcemanager.cluster-id',
      'spark.hadoop.yarn.resourcemanager.hostname',
    ) ??
    (master?.includes('://') ? master : undefined) ??
    property('spark.driver.host') ??
    master
  const region = property(
    'spark.databricks.clusterUsageTags.dataPlaneRegion',
    'spark.databricks.clusterUsageTags.region',
  )
  return {
    ...present('coordinator', coordinator),
    ...present('warehouse', property('spark.yarn.queue', 'spark.kubernetes.namespace')),
    ...present('region', region),
  }
}
