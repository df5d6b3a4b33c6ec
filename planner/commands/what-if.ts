import {join, resolve} from 'node:path'
import type {CommandModule} from 'yargs'
import {type JointPolicyName, jointPolicies} from '../../algorithms/joint/index.js'
import {renderWhatIf} from '../../viz/what-if.js'
import {textFlag} from '../flags.js'
import {givenOptions, sharedOut} from '../option-flags.js'
import {printJson, printTable} from '../print-result.js'
import {terminalProgress} from '../progress.js'
import {
  planSettings,
  policies,
  refuseIdleFlags,
  type StrategyArguments,
  strategies,
  strategyFlags,
  summaries,
} from '../strategy-flags.js'
import {type ScenarioArguments, scenarioFlags, scenariosOfFlags} from '../what-if/flag-scenarios.js'
import {readScenario} from '../what-if/read-scenario.js'
import {whatIf} from '../what-if/what-if.js'
import {refusals, whatIfRows} from '../what-if/what-if-rows.js'
import {writeFileWhole} from '../write-file.js'
import {type HistoryArguments, historyFlags, openHistory, outputFlag} from './history-flags.js'
import {titleOf} from './plan.js'

interface WhatIfArguments extends HistoryArguments, Omit<StrategyArguments, 'moves'>, ScenarioArguments {
  readonly strategy: JointPolicyName
  readonly scenario: readonly string[]
  readonly articleFigures: boolean
  readonly out: string
  readonly output: 'table' | 'json'
}

export const whatIfCommand: CommandModule<object, WhatIfArguments> = {
  command: 'what-if',
  describe: 'Plan for changed platforms and compare with the platform as it is: what-if.json and what-if.html',
  builder: yargs =>
    yargs.options({
      ...historyFlags,
      scenario: {
        describe: 'Scenario files, YAML or JSON (docs/scenario.schema.json)',
        array: true,
        string: true,
        requiresArg: true,
        default: [],
      },
      strategy: {
        describe: `Who decides.\n${summaries(strategies)}`,
        choices: Object.keys(jointPolicies),
        default: 'search' satisfies JointPolicyName,
      },
      ...strategyFlags([...strategies, ...policies]),
      ...scenarioFlags,
      'article-figures': {
        describe:
          'Savings by number of moves, and storage–bandwidth curves with 0, 20 and 50; --no-article-figures spares the time',
        boolean: true,
        default: true,
      },
      out: {...textFlag('out', 'Folder for what-if.json and what-if.html'), demandOption: true},
      ...outputFlag,
    }) as never,
  async handler(args) {
    const strategy = {name: args.strategy, policy: args.strategy}
    const strategyArguments = {...args, moves: undefined}
    refuseIdleFlags([strategy], strategyArguments)
    const scenarios = [...args.scenario.map(file => ({...readScenario(file), source: file})), ...scenariosOfFlags(args)]
    const options = sharedOut(givenOptions(args, [...strategies, ...policies]), jointPolicies[args.strategy])
    const plan = {...planSettings(strategy, strategyArguments, options), change: {}, isBounded: true}
    const progress = terminalProgress()
    const loaded = await openHistory(args, progress)
    try {
      const drawsArticleFigures = args.articleFigures && args.strategy !== 'caching'
      const data = await whatIf(loaded, scenarios, {title: titleOf(args.history), plan, drawsArticleFigures}, progress)
      const jsonPath = join(args.out, 'what-if.json')
      const pagePath = join(args.out, 'what-if.html')
      await writeFileWhole(pagePath, renderWhatIf(data))
      await writeFileWhole(jsonPath, `${JSON.stringify(data, null, 2)}\n`)
      progress.done()
      const files = {data: resolve(jsonPath), page: resolve(pagePath)}
      if (args.output === 'json') printJson({...files, ...data})
      else {
        const {head, rows} = whatIfRows(data)
        printTable(head, rows)
        printTable(undefined, [
          ...refusals(data).map(text => ['No plan', text]),
          ['Data', files.data],
          ['Page', files.page],
        ])
      }
    } finally {
      progress.done()
      loaded.close()
    }
  },
}
