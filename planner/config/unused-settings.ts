import {cachingPolicies} from '../../algorithms/caching/index.js'
import type {CachingPolicy} from '../../algorithms/caching/policy.js'
import {jointPolicies} from '../../algorithms/joint/index.js'
import type {JointPolicy} from '../../algorithms/joint/policy.js'
import type {Finding} from '../../model/errors.js'
import {usualCaching} from '../joint-plan.js'
import {frozenSpan} from './frozen-span.js'
import type {Config} from './schema.js'
import type {ExplainedSetting} from './settings-list.js'

const ofMovesAndJobs = [
  ...['plan.mostMoves', 'plan.moveHorizonDays', 'plan.placeGold', 'rails.mostMoves', 'rails.moveBytes'],
  ...[
    'rails.leastMoveGainPerDay',
    'rails.projects.allow',
    'rails.projects.deny',
    'rails.jobs.allow',
    'rails.jobs.deny',
  ],
]

/** Settings that were given and would say nothing, and days that are none: what the shape of the file cannot show. */
export function unusedSettings({plan, rails}: Config, settings: readonly ExplainedSetting[]): Finding[] {
  const finding = (path: string, kind: string, message: string, advice: string, value?: string): Finding => ({
    ...{kind, file: settings.find(({setting}) => setting === path)!.origin, column: path, message, advice},
    ...(value === undefined ? {} : {value}),
  })
  const given = settings.filter(({origin}) => origin !== 'default').map(({setting}) => setting)
  const idle = plan.strategy === 'caching' ? given.filter(setting => ofMovesAndJobs.includes(setting)) : []
  const strategy: JointPolicy = jointPolicies[plan.strategy]
  const caching: CachingPolicy = cachingPolicies[plan.caching ?? usualCaching]
  const strange = Object.keys(plan.options).filter(name => !(name in strategy.options) && !(name in caching.options))
  return [
    ...idle.map(path =>
      finding(
        path,
        'unused-setting',
        'the strategy caching moves no home and places no job',
        'Take it out, or choose another strategy.',
      ),
    ),
    ...strange.map(name =>
      finding(
        'plan.options',
        'unused-setting',
        `neither ${strategy.name} nor ${caching.name} has the option '${name}'`,
        `They take: ${[...Object.keys(strategy.options), ...Object.keys(caching.options)].join(', ') || 'none'}.`,
        name,
      ),
    ),
    ...rails.freeze
      .filter(span => frozenSpan(span) === undefined)
      .map(span =>
        finding(
          'rails.freeze',
          'setting-value',
          'no calendar days, or the last before the first',
          'Give YYYY-MM-DD..YYYY-MM-DD.',
          span,
        ),
      ),
  ]
}
