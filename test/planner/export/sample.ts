import type {Plan} from '../../../model/plan.js'
import type {Catalogue, CatalogueTable} from '../../../planner/export/catalogue.js'

export const regions = ['hangzhou', 'beijing', 'US West']
/** hangzhou → beijing carries 864 GB a day, that is 10 MB a second; the rest has no limit stated but US West, which has 1/10. */
export function catalogueFor(
  tables: Readonly<Record<string, CatalogueTable>>,
  projects: Readonly<Record<string, string>>,
  jobs: Readonly<Record<string, {project: string; region: string; cpuHoursPerDay: number}>> = {},
): Catalogue {
  return {
    regions,
    tables: new Map(Object.entries(tables)),
    projects: new Map(Object.entries(projects).map(([name, region]) => [name, {region}])),
    jobs: new Map(Object.entries(jobs)),
    linkBytesPerSecond: (_, to) => (to === 'US West' ? 1e6 : 1e7),
  }
}

const daily = (project: string, partitionBytes: number, days: number): CatalogueTable => ({
  ...{project, snapshot: false, partitionBytes},
  homeBytes: partitionBytes * days,
})

export const sampleCatalogue = catalogueFor(
  {
    orders: daily('sales', 1000, 30),
    clicks: daily('ads', 500, 30),
    views: daily('ads', 200, 10),
    dim_city: {project: 'sales', snapshot: true, partitionBytes: 70, homeBytes: 70},
  },
  {sales: 'hangzhou', ads: 'beijing', logs: 'US West'},
  {
    daily_gmv: {project: 'sales', region: 'hangzhou', cpuHoursPerDay: 1},
    hourly_gmv: {project: 'sales', region: 'hangzhou', cpuHoursPerDay: 3},
    ads_report: {project: 'ads', region: 'beijing', cpuHoursPerDay: 2},
  },
)

const nothing = {wanBytesPerDay: 0, wanCostPerDay: 0, remoteReads: 0, reads: 0}

export function planWith(decisions: Partial<Pick<Plan, 'planId' | 'asOf' | 'moves' | 'replicas' | 'jobs'>>): Plan {
  return {
    formatVersion: '1.0',
    planId: decisions.planId ?? '2026-11-20-3f9c',
    asOf: decisions.asOf ?? '2026-11-20',
    history: {from: '2026-10-21', to: '2026-11-19', fingerprint: 'f1'},
    algorithm: {caching: 'k-probe', migration: 'stay', placement: 'home', options: {}, seed: 1},
    moves: decisions.moves ?? [],
    replicas: decisions.replicas ?? [],
    jobs: decisions.jobs ?? [],
    claims: {
      before: nothing,
      after: {...nothing, byCause: {remoteRead: 0, refresh: 0, writeBack: 0}, replicaBytesByRegion: {}},
      oneOff: {moveBytes: 0, fillBytes: 0},
    },
    noop: false,
  }
}

const figures = (storedBytes: number, refreshBytesPerDay: number, savedBytesPerDay: number) => ({
  storedBytes,
  refreshBytesPerDay,
  savedBytesPerDay,
})

/** Two windows of one table, a window from age 0, a snapshot table; one move over the 10 MB/s link; two jobs. */
export const samplePlan = planWith({
  moves: [{project: 'logs', from: 'US West', to: 'beijing', bytes: 3.6e11}],
  replicas: [
    {table: 'orders', region: 'beijing', fromAge: 1, toAge: 4, ...figures(3000, 1000, 5000)},
    {table: 'orders', region: 'beijing', fromAge: 7, toAge: 8, ...figures(1000, 1000, 200)},
    {table: 'clicks', region: 'US West', fromAge: 0, toAge: 2, ...figures(1000, 500, 900)},
    {table: 'dim_city', region: 'beijing', fromAge: 0, toAge: 1, ...figures(70, 70, 10)},
  ],
  jobs: [
    {job: 'hourly_gmv', region: 'beijing', savedBytesPerDay: 400},
    {job: 'ads_report', region: 'hangzhou', savedBytesPerDay: 80},
  ],
})

const byRegion = (a: string, b: string, c: string) => ({hangzhou: a, beijing: b, 'US West': c})

export const sampleSettings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  rucio: {scope: 'prod', rseByRegion: byRegion('DC=HZ', 'DC=BJ', 'DC=UW')},
  distcp: {
    homePrefixByRegion: byRegion('hdfs://hz/warehouse', 'hdfs://bj/warehouse', 'hdfs://uw/warehouse'),
    replicaPrefixByRegion: byRegion('hdfs://hz/replicas', 'hdfs://bj/replicas', 'hdfs://uw/replicas'),
    listFolder: 'hdfs://bj/tmp/isthmus',
  },
  iceberg: {
    catalogByRegion: byRegion('hz', 'bj', 'uw'),
    replicaCatalogByRegion: byRegion('hz_replicas', 'bj_replicas', 'uw_replicas'),
    homePrefixByRegion: byRegion('s3://hz/warehouse', 's3://bj/warehouse', 's3://uw/warehouse'),
    replicaPrefixByRegion: byRegion('s3://hz-replicas', 's3://bj-replicas', 's3://uw-replicas'),
  },
  hive: {dumpRootByRegion: byRegion('hdfs://hz/repl', 'hdfs://bj/repl', 'hdfs://uw/repl')},
  alluxio: {mountByRegion: byRegion('/mnt/hz', '/mnt/bj', '/mnt/uw')},
  s3: {
    homeBucketByRegion: byRegion('hz-home', 'bj-home', 'uw-home'),
    replicaBucketByRegion: byRegion('hz-replicas', 'bj-replicas', 'uw-replicas'),
    roleArn: 'arn:aws:iam::123456789012:role/replication',
  },
  bigquery: {cloudProject: 'acme-data', locationByRegion: byRegion('asia-east1', 'asia-east2', 'us-west1')},
  snowflake: {accountByRegion: byRegion('acme.hz', 'acme.bj', 'acme.uw')},
  maxcompute: {replicaProjectByRegion: byRegion('replicas_hz', 'replicas_bj', 'replicas_uw')},
  'trino-gateway': {routingGroupByRegion: byRegion('hz', 'bj', 'uw'), catalog: 'hive'},
  multikueue: {clusterByRegion: byRegion('hz', 'bj', 'uw')},
  'volcano-global': {clusterByRegion: byRegion('hz', 'bj', 'uw')},
  'yarn-federation': {subClusterByRegion: byRegion('SC-1', 'SC-2', 'SC-3')},
  runbook: {},
}

/** Names that an attacker gives a table, a project or a job. */
export const hostileNames = [
  "a'; DROP TABLE x;--",
  '$(touch pwned)',
  '`touch pwned`',
  '"; touch pwned; "',
  "'; touch pwned; '",
  "\\'; touch pwned; '",
  'a\ntouch pwned\n',
  '=cmd()',
  '数据 été 😀',
  '../../etc/passwd',
  '-rf',
  '\u0024{env:HOME}',
  'a"b`c\\d',
  '--> <script>alert(1)</script>',
  '" }); result.put("routingGroup", "x',
  'x | y',
  '- !!js/function "boom": *anchor',
  '\u0000nul',
  '{a,b}',
  '__proto__',
]
