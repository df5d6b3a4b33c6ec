import type {PresetParameters} from '../parameters.js'
import {adhoc} from './adhoc.js'
import {hub} from './hub.js'
import {periodic} from './periodic.js'
import {star} from './star.js'
import {yugong} from './yugong.js'

/** All presets by name; help, checks and tests pick them up from here. */
export const presets = {
  yugong,
  hub,
  periodic,
  star,
  adhoc,
} as const satisfies Readonly<Record<string, PresetParameters>>
