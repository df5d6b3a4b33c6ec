import type {Options} from 'yargs'
import {formatPercent} from '../../viz/format.js'
import {numberListFlag, textFlag} from '../flags.js'
import type {NamedChanges} from './make-changes.js'
import type {Change} from './scenario-schema.js'

/** Flags that are scenarios by themselves: one scenario for each value. Combinations go into a file. */
export interface ScenarioArguments {
  readonly budgetSweep: readonly number[] | undefined
  readonly linkPrice: readonly LinkValue[] | undefined
  readonly linkCapacity: readonly LinkValue[] | undefined
  readonly linkDown: readonly LinkEnds[] | undefined
  readonly addRegion: readonly string[] | undefined
  readonly evacuate: readonly string[] | undefined
  readonly pin: readonly string[] | undefined
  readonly move: readonly {readonly project: string; readonly to: string}[] | undefined
  readonly growth: readonly number[] | undefined
  readonly moves: readonly (number | 'all')[] | undefined
  readonly only: readonly Only[] | undefined
}

interface LinkEnds {
  readonly from: string
  readonly to: string
}
interface LinkValue extends LinkEnds {
  readonly value: number
}
const onlyChoices = ['caching', 'moves', 'jobs', 'all'] as const
type Only = (typeof onlyChoices)[number]

export const scenarioFlags: Record<string, Options> = {
  'budget-sweep': numberListFlag(
    'budget-sweep',
    'Replica budgets over all regions, as shares of all bytes at home: 0.005,0.01,0.03',
    {min: 0},
  ),
  'link-price': listFlag('link-price', 'Price of a link per GB: hangzhou>beijing=0.05', linkValue),
  'link-capacity': listFlag('link-capacity', 'Most bytes a day over a link: hangzhou>beijing=1e12', linkValue),
  'link-down': listFlag('link-down', 'A link that is down: hangzhou>beijing', linkEnds),
  'add-region': textListFlag(
    'add-region',
    'A new region, with links at 1 per GB and without limits; a scenario file says more',
  ),
  evacuate: textListFlag('evacuate', 'A region that is given up'),
  pin: textListFlag('pin', 'A project (or pattern) that must not move'),
  move: listFlag('move', 'A project that lives elsewhere: payments=beijing', projectMove),
  growth: numberListFlag('growth', 'Factors on the bytes of all tables: 1.2,1.5', {min: 0}),
  moves: listFlag('moves', 'Most homes that may move: 0,20,50,all', mostMoves),
  only: listFlag('only', `What is decided: ${onlyChoices.join(', ')}`, onlyWhat),
}

/** The scenarios of the flags, in the order of their help text. */
export function scenariosOfFlags(args: ScenarioArguments): NamedChanges[] {
  const scenario = (flag: string, name: string, ...changes: Change[]): NamedChanges => ({
    name,
    source: `--${flag}`,
    changes,
  })
  const each = <T>(values: readonly T[] | undefined, make: (value: T) => NamedChanges) => (values ?? []).map(make)
  const decide = (what: Only): Change => ({
    change: 'decide',
    what: what === 'all' ? ['caching', 'moves', 'jobs'] : [what],
  })
  return [
    ...each(args.budgetSweep, ratio =>
      scenario('budget-sweep', `budget ${formatPercent(ratio)}`, {change: 'budget', ratio}),
    ),
    ...each(args.linkPrice, ({from, to, value}) =>
      scenario('link-price', `${from}>${to} at ${value} per GB`, {change: 'link', from, to, pricePerGB: value}),
    ),
    ...each(args.linkCapacity, ({from, to, value}) =>
      scenario('link-capacity', `${from}>${to} carries ${value}`, {
        change: 'link',
        from,
        to,
        capacityBytesPerDay: value,
      }),
    ),
    ...each(args.linkDown, ({from, to}) =>
      scenario('link-down', `${from}>${to} down`, {change: 'link-down', from, to}),
    ),
    ...each(args.addRegion, region =>
      scenario('add-region', `with ${region}`, {change: 'add-region', region, links: []}),
    ),
    ...each(args.evacuate, region => scenario('evacuate', `without ${region}`, {change: 'evacuate', region})),
    ...each(args.pin, project =>
      scenario('pin', `${project} pinned`, {change: 'pin', projects: [project], pinned: true}),
    ),
    ...each(args.move, ({project, to}) => scenario('move', `${project} in ${to}`, {change: 'move', project, to})),
    ...each(args.growth, factor => scenario('growth', `growth × ${factor}`, {change: 'growth', factor})),
    ...each(args.moves, most =>
      scenario('moves', `${most} moves`, {change: 'moves', most: most === 'all' ? Number.MAX_SAFE_INTEGER : most}),
    ),
    ...each(args.only, what => scenario('only', what === 'all' ? 'all three' : `only ${what}`, decide(what))),
  ]
}

/** A flag that may stand several times, or once with values separated by commas. */
function listFlag<T>(name: string, describe: string, read: (name: string, text: string) => T): Options {
  return {
    describe,
    string: true,
    requiresArg: true,
    coerce: (given: string | string[] | undefined) =>
      given === undefined
        ? undefined
        : [given].flat().flatMap(text => text.split(',').map(part => read(name, part.trim()))),
  }
}

function textListFlag(name: string, describe: string): Options {
  const {coerce} = textFlag(name, describe)
  return listFlag(name, describe, (_, text) => coerce!(text) as string)
}

function linkEnds(flag: string, text: string): LinkEnds {
  const [from = '', to = '', ...rest] = text.split('>')
  if (from !== '' && to !== '' && rest.length === 0) return {from, to}
  throw new Error(`--${flag} is '${text}'\nName the two regions with > between, in quotes: 'hangzhou>beijing'.`)
}

function linkValue(flag: string, text: string): LinkValue {
  const [ends = '', value = '', ...rest] = text.split('=')
  const number = value.trim() === '' ? Number.NaN : Number(value.replaceAll('_', ''))
  if (number >= 0 && number < Infinity && rest.length === 0) return {...linkEnds(flag, ends), value: number}
  throw new Error(`--${flag} is '${text}'\nGive the link and a number from 0, in quotes: 'hangzhou>beijing=0.05'.`)
}

function projectMove(flag: string, text: string): {project: string; to: string} {
  const at = text.lastIndexOf('=')
  if (at > 0 && at < text.length - 1) return {project: text.slice(0, at), to: text.slice(at + 1)}
  throw new Error(`--${flag} is '${text}'\nGive the project and its new region: payments=beijing.`)
}

function mostMoves(flag: string, text: string): number | 'all' {
  if (text === 'all') return text
  if (/^\d+$/.test(text)) return Number(text)
  throw new Error(`--${flag} is '${text}'\nGive whole numbers from 0, or all, separated by commas.`)
}

function onlyWhat(flag: string, text: string): Only {
  const only = onlyChoices.find(choice => choice === text)
  if (only !== undefined) return only
  throw new Error(`--${flag} is '${text}'\nChoose among ${onlyChoices.join(', ')}, separated by commas.`)
}
