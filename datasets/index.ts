/** Data in and out: history folders as users have them, and synthetic ones. */
export * from './history/index.js'
export * from './synthetic/index.js'
