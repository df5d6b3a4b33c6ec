import {z} from 'zod'
import {ageOn, type Copy, copiesOf, copyRegions, phasesOf} from '../copies.js'
import {type DraftFile, exporter} from '../exporter.js'
import {shellCommand, shellSteps} from '../quoting/shell.js'
import {LossTally} from '../rounding-loss.js'
import {shownDate} from '../table-layout.js'

const secondsPerDay = 86_400

const settings = z.strictObject({
  scope: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be a Rucio scope: letters, digits, dots, - and _'),
  /** RSE expression that stands for a region. */
  rseByRegion: z.record(z.string(), z.string().min(1)),
  /** Data set of one partition. */
  partitionName: z.string().min(1).default('{table}.{date}'),
  compactDates: z.boolean().default(false),
  activity: z.string().min(1).default('placement'),
  /** Gate: every rule waits for a human. */
  askApproval: z.boolean().default(false),
  /** A snapshot table's rule lives so long and is made anew by a later export. */
  snapshotLifetimeDays: z.int().min(1).default(2),
})
type Settings = z.infer<typeof settings>

/**
 * Rucio rules with a life time, one a partition, as commands and as bodies for POST /rules/. A rule's life time counts
 * from its making, so that the partition of age x in a window [a, b) gets b − x days. Source: rucio 2e14c417, cli/rule.py
 * and ruleclient.
 */
export const rucio = exporter<Settings>({
  name: 'rucio',
  summary: 'Replication rules with a life time, one a partition',
  covers: ['replica'],
  settings,
  regionMaps: ({rseByRegion}, input) => [
    {field: 'rseByRegion', values: rseByRegion, needed: copyRegions(input).targets},
  ],
  write(input, given) {
    const tally = new LossTally()
    const copies = copiesOf(input).filter(copy => {
      const fits = namesOf(copy, given).every(name => /^[A-Za-z0-9][A-Za-z0-9._-]{0,249}$/.test(name))
      if (!fits) tally.omit('replica', copy.table, 'Rucio takes no such name for a data set', copy.savedBytesPerDay)
      return fits
    })
    const files = phasesOf(copies, input.day).flatMap(({name, copies: ready}): DraftFile[] => {
      const rules = ready.flatMap(copy => rulesOf(copy, given, input.day, input.plan.planId))
      return [
        {path: `rucio/rules-${name}.sh`, kind: 'shell', body: shellSteps(rules.map(commandOf))},
        {path: `rucio/rules-${name}.json`, kind: 'json', value: {rules}},
      ]
    })
    const snapshots = copies.filter(copy => copy.snapshot).length
    tally.notes.push(
      `Rules that exist keep the life time that they were made with: a window that became shorter frees its bytes later, and one that became longer needs rucio rule update.`,
      `${snapshots} snapshot replicas have rules of ${given.snapshotLifetimeDays} days that a later export renews.`,
    )
    return {files, loss: tally.loss()}
  },
})

interface Rule {
  readonly dids: readonly {readonly scope: string; readonly name: string}[]
  readonly copies: 1
  readonly rse_expression: string
  readonly lifetime: number
  readonly grouping: 'DATASET'
  readonly activity: string
  readonly comment: string
  readonly ask_approval: boolean
}

function namesOf(copy: Copy, given: Settings): string[] {
  if (copy.snapshot) return [copy.table]
  return copy.dates.map(date =>
    given.partitionName.replace(/\{(table|date)\}/g, (_, field) =>
      field === 'table' ? copy.table : shownDate(given, date),
    ),
  )
}

function rulesOf(copy: Copy, given: Settings, day: string, planId: string): Rule[] {
  return namesOf(copy, given).map((name, i) => {
    const days = copy.snapshot ? given.snapshotLifetimeDays : copy.toAge - Math.max(0, ageOn(day, copy.dates[i]!))
    return {
      dids: [{scope: given.scope, name}],
      copies: 1,
      rse_expression: given.rseByRegion[copy.to]!,
      lifetime: days * secondsPerDay,
      grouping: 'DATASET',
      activity: given.activity,
      comment: planId,
      ask_approval: given.askApproval,
    }
  })
}

function commandOf(rule: Rule): string {
  const {scope, name} = rule.dids[0]!
  return shellCommand(
    ...['rucio', 'rule', 'add', `${scope}:${name}`, '--copies', '1', '--rses', rule.rse_expression],
    ...['--lifetime', String(rule.lifetime), '--activity', rule.activity, '--comment', rule.comment],
    ...(rule.ask_approval ? ['--ask-approval'] : []),
    '--skip-duplicates',
  )
}
