import {type FilterToken, filterTokens, UnreadableFilter} from './filter-tokens.js'

/**
 * Filter expressions as SQL text, as Spark prints its partition filters (`[isnotnull(ds#12), (ds#12 >= 2026-11-01)]`) and as Spark
 * prints filters it pushes down (`GreaterThanOrEqual(ds,2026-11-01)`), read into one tree. What is of no use for finding days (arithmetic,
 * subqueries, CASE) is `opaque`.
 */
export type FilterNode =
  | {readonly kind: 'column'; readonly name: string}
  | {readonly kind: 'literal'; readonly text: string}
  | {readonly kind: 'opaque'}
  | {readonly kind: 'list'; readonly items: readonly FilterNode[]}
  | {readonly kind: 'call'; readonly name: string; readonly items: readonly FilterNode[]}

/** Longest filter that is read, characters, and most brackets within one another. */
const longestFilter = 1 << 20
const deepestNesting = 100

const opaque: FilterNode = {kind: 'opaque'}
const comparisons: Readonly<Record<string, string>> = {
  '=': 'equalto',
  '==': 'equalto',
  '<=>': 'equalto',
  '<': 'lessthan',
  '<=': 'lessthanorequal',
  '>': 'greaterthan',
  '>=': 'greaterthanorequal',
  '<>': 'notequal',
  '!=': 'notequal',
}
/** Words that end an operand. */
const connectives = new Set([
  'and',
  'or',
  'not',
  'in',
  'inset',
  'between',
  'is',
  'like',
  'rlike',
  'ilike',
  'then',
  'else',
  'end',
])
/** Words of a whole statement, of which a filter is only a part. */
const statementWords = new Set(['select', 'from', 'where', 'union', 'with', 'having'])
/** Words before a quoted date that say its type, and types behind AS in a cast. */
const literalTypes = new Set(['date', 'timestamp', 'datetime', 'timestamp_ntz', 'timestamp_ltz'])

class FilterParser {
  readonly #tokens: readonly FilterToken[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly FilterToken[]) {
    this.#tokens = tokens
  }

  /** Several expressions with commas between are all required. */
  parse(): FilterNode {
    const items = this.#separated(undefined)
    if (this.#at < this.#tokens.length) throw new UnreadableFilter(this.#tokens[this.#at]!.text)
    return {kind: 'call', name: 'and', items}
  }

  #word(ahead = 0): string | undefined {
    const token = this.#tokens[this.#at + ahead]
    return token?.kind === 'word' ? token.text.toLowerCase() : undefined
  }

  #mark(ahead = 0): string | undefined {
    const token = this.#tokens[this.#at + ahead]
    return token?.kind === 'mark' ? token.text : undefined
  }

  /** Takes the next token if it is this word or mark. */
  #take(text: string): boolean {
    if (this.#word() !== text && this.#mark() !== text) return false
    this.#at++
    return true
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new UnreadableFilter(`no ${text}`)
  }

  #separated(end: string | undefined): FilterNode[] {
    const items: FilterNode[] = []
    if (end === undefined ? this.#at === this.#tokens.length : this.#mark() === end) return items
    do items.push(this.#or())
    while (this.#take(','))
    return items
  }

  #or(): FilterNode {
    const items = [this.#and()]
    while (this.#take('or') || this.#take('||')) items.push(this.#and())
    return items.length === 1 ? items[0]! : {kind: 'call', name: 'or', items}
  }

  #and(): FilterNode {
    const items = [this.#not()]
    while (this.#take('and') || this.#take('&&')) items.push(this.#not())
    return items.length === 1 ? items[0]! : {kind: 'call', name: 'and', items}
  }

  #not(): FilterNode {
    let isNegated = false
    while (this.#take('not') || this.#take('!')) isNegated = true
    const node = this.#comparison()
    return isNegated ? opaque : node
  }

  #comparison(): FilterNode {
    const left = this.#operand()
    const operator = comparisons[this.#mark() ?? '']
    if (operator !== undefined) {
      this.#at++
      return {kind: 'call', name: operator, items: [left, this.#operand()]}
    }
    if (this.#take('is')) {
      this.#take('not')
      this.#operand()
      return opaque
    }
    const isNegated = this.#take('not')
    if (this.#take('between')) {
      const low = this.#operand()
      this.#expect('and')
      const high = this.#operand()
      return isNegated ? opaque : {kind: 'call', name: 'between', items: [left, low, high]}
    }
    const isSet = this.#word() === 'inset'
    if (this.#take('in') || this.#take('inset')) {
      const right = isSet ? this.#bareList() : this.#operand()
      return isNegated ? opaque : {kind: 'call', name: 'in', items: [left, right]}
    }
    if (this.#take('like') || this.#take('rlike') || this.#take('ilike')) {
      this.#operand()
      return opaque
    }
    if (isNegated) throw new UnreadableFilter('not')
    return left
  }

  /** What Spark prints behind INSET: in brackets, or literals with commas between. */
  #bareList(): FilterNode {
    if (this.#mark() === '(' || this.#mark() === '[') return this.#operand()
    const items: FilterNode[] = []
    do {
      items.push(this.#operand())
    } while (this.#mark() === ',' && this.#tokens[this.#at + 1]?.kind === 'literal' && this.#at++ >= 0)
    return {kind: 'list', items}
  }

  /** One primary; several side by side, or with arithmetic between, are opaque. */
  #operand(): FilterNode {
    const first = this.#primary()
    let count = 1
    for (;;) {
      while (/^[-+*/%.]$/.test(this.#mark() ?? '')) {
        this.#at++
        count++
      }
      const token = this.#tokens[this.#at]
      const isEnd =
        token === undefined ||
        (token.kind === 'mark' && token.text !== '(' && token.text !== '[') ||
        (token.kind === 'word' && connectives.has(token.text.toLowerCase()))
      if (isEnd) return count === 1 ? first : opaque
      this.#primary()
      count++
    }
  }

  #primary(): FilterNode {
    if (++this.#depth > deepestNesting) throw new UnreadableFilter('nesting')
    let isSigned = false
    while (this.#take('-') || this.#take('+')) isSigned = true
    // The star that Spark puts before filters that the source handles whole.
    this.#take('*')
    const node = this.#plainPrimary()
    this.#depth--
    return isSigned ? opaque : node
  }

  #plainPrimary(): FilterNode {
    const word = this.#word()
    if (word !== undefined && statementWords.has(word)) throw new UnreadableFilter(word)
    if (this.#take('(')) return this.#bracketed(')')
    if (this.#take('[')) return this.#bracketed(']')
    if (word === 'case') return this.#skipCase()
    const token = this.#tokens[this.#at]
    if (token === undefined || token.kind === 'mark') throw new UnreadableFilter('operand')
    this.#at++
    if (token.kind === 'literal') return {kind: 'literal', text: token.text}
    if (token.kind === 'quoted') return this.#column(token.text)
    if (literalTypes.has(word!) && this.#tokens[this.#at]?.kind === 'literal') return this.#primary()
    if (this.#mark() === '(') return this.#call(word!)
    return this.#column(token.text.replace(/#\d+L?$/, ''))
  }

  /** A column behind the names of its table and schema: the last of them. */
  #column(first: string): FilterNode {
    let name = first
    while (this.#mark() === '.' && /^(?:word|quoted)$/.test(this.#tokens[this.#at + 1]?.kind ?? '')) {
      name = this.#tokens[this.#at + 1]!.text
      this.#at += 2
    }
    return {kind: 'column', name: name.slice(name.lastIndexOf('.') + 1)}
  }

  #bracketed(end: string): FilterNode {
    if (this.#word() === 'select' || this.#word() === 'with') return this.#skipTo(end)
    const items = this.#separated(end)
    this.#expect(end)
    return items.length === 1 && end === ')' ? items[0]! : {kind: 'list', items}
  }

  #call(name: string): FilterNode {
    this.#at++
    const items = [...this.#bracketedArguments(name)]
    this.#expect(')')
    return {kind: 'call', name, items}
  }

  #bracketedArguments(name: string): readonly FilterNode[] {
    if (this.#word() === 'select' || this.#word() === 'with') {
      this.#skipTo(')')
      this.#at--
      return [opaque]
    }
    if (name !== 'cast' && name !== 'try_cast') return this.#separated(')')
    // `x AS type`: the words side by side would be opaque.
    const node = this.#primary()
    if (this.#take('as')) {
      const type = this.#primary()
      return type.kind === 'column' || type.kind === 'call' ? [node] : [opaque]
    }
    return this.#mark() === ')' ? [node] : [this.#skipTo(')', -1)]
  }

  /** Skips to behind the closing bracket of where this stands (`back` -1: to before it). */
  #skipTo(end: string, back = 0): FilterNode {
    let open = 1
    for (; this.#at < this.#tokens.length; this.#at++) {
      const mark = this.#mark()
      if (mark === '(' || mark === '[') open++
      else if ((mark === ')' || mark === ']') && --open === 0) {
        if (mark !== end) break
        this.#at += 1 + back
        return opaque
      }
    }
    throw new UnreadableFilter(`no ${end}`)
  }

  #skipCase(): FilterNode {
    let open = 0
    for (; this.#at < this.#tokens.length; this.#at++) {
      if (this.#word() === 'case') open++
      else if (this.#word() === 'end' && --open === 0) {
        this.#at++
        return opaque
      }
    }
    throw new UnreadableFilter('case')
  }
}

/** The filter as a tree; undefined where it cannot be read to its end, as one that was cut off (`IN (20261101, ...`). */
export function filterTree(text: string): FilterNode | undefined {
  if (text.length > longestFilter || text.includes('...')) return undefined
  try {
    return new FilterParser(filterTokens(text)).parse()
  } catch (error) {
    if (error instanceof UnreadableFilter) return undefined
    throw error
  }
}
