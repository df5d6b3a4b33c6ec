export {convertSwim} from './convert-swim.js'
export type {SwimOptions} from './options.js'
export type {SwimSummary} from './summary.js'
