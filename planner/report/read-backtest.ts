import {readFile} from 'node:fs/promises'
import {z} from 'zod'
import {formatDay, parseDay} from '../../model/days.js'
import {IsthmusError} from '../../model/errors.js'
import type {BacktestDay, BacktestFigures} from '../../viz/index.js'

const traffic = z.object({wanCostPerDay: z.number().finite()})
const fold = z.object({
  strategy: z.string(),
  test: z.object({from: z.string(), to: z.string()}),
  score: z.object({before: traffic, costByDay: z.array(z.number().finite())}).optional(),
  hindsight: traffic.optional(),
})
const backtest = z.object({trainDays: z.number(), folds: z.array(fold)})

/**
 * The days of `isthmus backtest --out`. The cost before and the hindsight are those of a mean day of their fold.
 * @throws IsthmusError (bad-input) where the file cannot be read or is no backtest
 */
export async function readBacktest(path: string): Promise<BacktestFigures> {
  const parsed = backtest.safeParse(await jsonOf(path))
  if (!parsed.success) {
    const {path: field, message} = parsed.error.issues[0]!
    throw notABacktest(path, `${field.join('.') || 'the whole'}: ${message}`)
  }
  const {trainDays, folds} = parsed.data
  const names = [...new Set(folds.flatMap(({strategy, score}) => (score === undefined ? [] : [strategy])))]
  return {
    trainDays,
    strategies: names.map(name => ({
      name,
      days: folds
        .filter(({strategy}) => strategy === name)
        .flatMap(daysOf)
        .sort((a, b) => (a.day < b.day ? -1 : 1)),
    })),
  }
}

function daysOf({test, score, hindsight}: z.infer<typeof fold>): BacktestDay[] {
  const from = parseDay(test.from)
  return (score?.costByDay ?? []).map((afterCost, i) => ({
    day: formatDay(from + i),
    beforeCost: score!.before.wanCostPerDay,
    afterCost,
    ...(hindsight === undefined ? {} : {hindsightCost: hindsight.wanCostPerDay}),
  }))
}

async function jsonOf(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw notABacktest(path, error instanceof Error ? error.message : String(error))
  }
}

const notABacktest = (path: string, what: string): IsthmusError =>
  new IsthmusError(
    'bad-input',
    `${path} is no backtest: ${what}`,
    'Give the backtest.json that `isthmus backtest --out DIR` writes.',
  )
