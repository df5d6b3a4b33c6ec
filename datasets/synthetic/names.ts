const subjects = (
  'trade user logistics search ads pay risk content mall travel food video music map cloud insurance credit supply ' +
  'member marketing live social game health finance crm service vendor price stock route parcel growth message security ' +
  'data mobile export retail media local ticket energy auto home fresh brand lottery sport'
).split(' ')

const entities = (
  'orders items refunds users sessions clicks views payments coupons carts shipments returns stores sellers reviews ' +
  'queries impressions campaigns logins devices addresses invoices ledgers balances transfers claims policies routes ' +
  'vehicles couriers visits signups pushes messages calls tickets favourites searches categories brands promotions ' +
  'exposures events errors traces metrics bills accounts contracts quotes stocks prices'
).split(' ')

/** Layers of a warehouse from raw to ready: a job reads lower layers than it writes, so table dependencies have no cycle. */
export const layers = ['ods', 'dim', 'dwd', 'dws', 'ads'] as const
/** Layer of jobs that write nothing. */
export const reportLayer = layers.length

function numbered(words: readonly string[], index: number): string {
  const round = Math.floor(index / words.length)
  const word = words[index % words.length]!
  return round === 0 ? word : `${word}_${round + 1}`
}

export function projectName(index: number): string {
  return numbered(subjects, index)
}

/** `trade.dwd_orders_di`: `_di` increments of a day, `_df` a full copy a day, `_1d` sums of a day, no suffix for a snapshot. */
export function tableName(project: string, layer: number, index: number, snapshot: boolean): string {
  const suffix = snapshot ? '' : layer === 1 ? '_df' : layer >= 3 ? '_1d' : '_di'
  return `${project}.${layers[layer]}_${numbered(entities, index)}${suffix}`
}

/** Jobs carry the name of the first table that they make; `sync` loads raw tables, `report` writes none. */
export function syncJobName(project: string, index: number): string {
  return `${project}.sync_${numbered(entities, index)}`
}

export function reportJobName(project: string, index: number): string {
  return `${project}.report_${numbered(entities, index)}`
}

/** A name that occurs once: by day and running number. */
export function adhocJobName(project: string, day: string, index: number): string {
  return `${project}.adhoc_${day.replaceAll('-', '')}_${String(index + 1).padStart(5, '0')}`
}
