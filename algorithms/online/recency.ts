import {EntryLists} from './entry-lists.js'
import type {Access, OnlineCache} from './policy.js'

/** Keeps entries by their latest read and lets the one read longest ago go first: the order that LRU and its relatives share. */
export class Recency implements OnlineCache {
  readonly #list: EntryLists

  constructor(entryCount: number) {
    this.#list = new EntryLists(entryCount, 1)
  }

  hit(entry: number, _access: Access): void {
    this.#list.remove(entry)
    this.#list.pushFront(0, entry)
  }

  admits(_entry: number, _access: Access): boolean {
    return true
  }

  insert(entry: number, _access: Access): void {
    this.#list.pushFront(0, entry)
  }

  victim(): number {
    return this.#list.back(0)
  }

  remove(entry: number): void {
    this.#list.remove(entry)
  }
}
