import {formatBytes, formatPercent} from '../../viz/format.js'
import type {Change} from './scenario-schema.js'

/** A change in words, one sentence. */
export function changeWords(change: Change): string {
  switch (change.change) {
    case 'budget':
      return `Replicas may take ${formatPercent(change.ratio)} of what is at home.`
    case 'region':
      return `Region ${change.region}: ${limitWords(change)}.`
    case 'link':
      return `The link ${change.from} → ${change.to} ${linkWords(change)}.`
    case 'link-down':
      return `The link ${change.from} → ${change.to} is down; its bytes take the cheapest way round.`
    case 'add-region': {
      const limits = limitWords(change)
      return `There is a new region ${change.region}${limits === '' ? '' : `: ${limits}`}.`
    }
    case 'evacuate':
      return `Region ${change.region} is evacuated: nothing lives, runs or is kept there.`
    case 'pin':
      return `${projectWords(change.projects)} ${change.pinned ? 'must not move' : 'may move again'}.`
    case 'move':
      return `Project ${change.project} lives in ${change.to} and stays there.`
    case 'allow':
      return `${projectWords(change.projects)} may live in ${change.regions.join(', ')} only.`
    case 'growth':
      return `${tableWords(change)} ${change.factor < 1 ? 'shrink' : 'grow'} to ${formatPercent(change.factor)} of their bytes.`
    case 'retention':
      return `${tableWords(change)} keep their partitions for ${change.days} days.`
    case 'moves':
      return change.most === 0 ? 'No home may move.' : `At most ${change.most} homes may move.`
    case 'strategy': {
      const parts = [
        ...(change.strategy === undefined ? [] : [`The strategy ${change.strategy} decides`]),
        ...(change.caching === undefined ? [] : [`${change.caching} chooses the replicas`]),
      ]
      return parts.length === 0 ? 'The strategy stays.' : `${parts.join('; ')}.`
    }
    case 'decide':
      return change.what.length === 0
        ? 'Nothing is decided.'
        : `Only ${change.what.map(what => decisions[what]).join(', ')} are decided.`
  }
}

const decisions = {caching: 'replicas', moves: 'homes', jobs: 'regions of jobs'} as const

const projectWords = (patterns: readonly string[] | undefined): string =>
  patterns === undefined ? 'All projects' : `Projects ${patterns.join(', ')}`

function tableWords({
  projects,
  tables,
}: {
  projects?: readonly string[] | undefined
  tables?: readonly string[] | undefined
}): string {
  if (projects === undefined && tables === undefined) return 'All tables'
  const parts = [
    ...(tables === undefined ? [] : [`tables ${tables.join(', ')}`]),
    ...(projects === undefined ? [] : [`tables of ${projects.join(', ')}`]),
  ]
  const words = parts.join(' and ')
  return `${words[0]!.toUpperCase()}${words.slice(1)}`
}

function linkWords({pricePerGB, capacityBytesPerDay}: Extract<Change, {change: 'link'}>): string {
  const parts = [
    ...(pricePerGB === undefined ? [] : [`costs ${pricePerGB} per GB`]),
    ...(capacityBytesPerDay === undefined ? [] : [`carries at most ${formatBytes(capacityBytesPerDay)} a day`]),
  ]
  return parts.length === 0 ? 'stays as it is' : parts.join(' and ')
}

function limitWords(given: Omit<Extract<Change, {change: 'region'}>, 'change' | 'region'>): string {
  const {replicaBudgetBytes, replicaBudgetRatio, storageCapacityBytes, computeCapacityCpuHours} = given
  return [
    ...(replicaBudgetBytes === undefined ? [] : [`replicas take at most ${formatBytes(replicaBudgetBytes)}`]),
    ...(replicaBudgetRatio === undefined
      ? []
      : [`replicas take at most ${formatPercent(replicaBudgetRatio)} of what is at home there`]),
    ...(storageCapacityBytes === undefined ? [] : [`room for ${formatBytes(storageCapacityBytes)}`]),
    ...(computeCapacityCpuHours === undefined
      ? []
      : [`${computeCapacityCpuHours.reduce((a, b) => a + b, 0)} CPU-hours a day`]),
    ...(given.storagePricePerGBMonth === undefined
      ? []
      : [`a stored GB costs ${given.storagePricePerGBMonth} a month`]),
    ...(given.computePricePerCpuHour === undefined ? [] : [`a CPU-hour costs ${given.computePricePerCpuHour}`]),
  ].join(', ')
}
