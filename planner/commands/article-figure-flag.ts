import type {Options} from 'yargs'

export const articleFigureFlag: Record<string, Options> = {
  'article-figures': {
    describe: 'Savings by number of moves, and storage–bandwidth curves with 0, 20 and 50; takes another search',
    boolean: true,
    default: false,
  },
}
