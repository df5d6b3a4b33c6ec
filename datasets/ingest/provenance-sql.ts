import {provenances} from './provenance.js'

/** Index of each tag in `provenances`, as the settling tables hold it: the larger, the less certain. */
export const EXACT = provenances.indexOf('exact')
export const WHOLE_TABLE = provenances.indexOf('wholeTable')
export const APPORTIONED = provenances.indexOf('apportioned')
export const ASSUMED = provenances.indexOf('assumed')

const list = `[${provenances.map(tag => `'${tag}'`).join(', ')}]`

/** SQL: a tag as text; `none` where there is none. */
export const tagText = (index: string): string => `coalesce(${list}[${index} + 1], 'none')`

/** SQL: the index of a tag; null for `none`. */
export const tagIndex = (text: string): string => `(list_position(${list}, ${text}) - 1)::INTEGER`
