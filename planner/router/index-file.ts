import {randomUUID} from 'node:crypto'
import {closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {badInputOf} from '../../model/errors.js'
import type {Plan} from '../../model/plan.js'
import type {Workload} from '../../model/workload.js'
import {openPack, packedBytes} from './column-pack.js'
import {compileCatalogue} from './compile-catalogue.js'
import {compilePlan} from './compile-plan.js'
import {catalogueOf, type RouterIndex, routerPlanOf} from './router-index.js'

/** The two buffers of an index: post them to a worker, which opens them without a copy. */
export interface SharedRouterIndex {
  readonly catalogue: SharedArrayBuffer
  readonly plan: SharedArrayBuffer
}

/** Compiles all that a router needs: what the history knows, and the plan over it. Throws BadInput for a plan of other names. */
export function compileRouterIndex(workload: Workload, plan: Plan): RouterIndex {
  const catalogue = compileCatalogue(workload)
  return {catalogue, plan: compilePlan(plan, catalogue)}
}

export function shareRouterIndex({catalogue, plan}: RouterIndex): SharedRouterIndex {
  return {catalogue: catalogue.pack.buffer, plan: plan.pack.buffer}
}

export function openSharedIndex(shared: SharedRouterIndex): RouterIndex {
  return {
    catalogue: catalogueOf(openPack(shared.catalogue, 'router index')),
    plan: routerPlanOf(openPack(shared.plan, 'router index')),
  }
}

/** Writes catalogue and plan, one after the other, as they stand in memory: whole, or not at all. */
export function saveRouterIndex({catalogue, plan}: RouterIndex, path: string): void {
  const temporary = `${path}.${randomUUID()}.part`
  try {
    writeFileSync(temporary, new Uint8Array(catalogue.pack.buffer))
    writeFileSync(temporary, new Uint8Array(plan.pack.buffer), {flag: 'a'})
    renameSync(temporary, path)
  } finally {
    rmSync(temporary, {force: true})
  }
}

/** Reads an index file into shared memory. Throws BadInput where it is none, cut short or damaged. */
export function loadRouterIndex(path: string): RouterIndex {
  const file = openForReading(path)
  try {
    const {size} = fstatSync(file)
    const catalogue = readPack(file, 0, size, path)
    const plan = readPack(file, catalogue.byteLength, size, path)
    return {catalogue: catalogueOf(openPack(catalogue, path)), plan: routerPlanOf(openPack(plan, path))}
  } finally {
    closeSync(file)
  }
}

function openForReading(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    const message = `cannot be read: ${(error as Error).message}`
    throw badInputOf([{kind: 'unreadable', file: path, message, advice: 'Give the path of a router index.'}])
  }
}

function readPack(file: number, position: number, size: number, path: string): SharedArrayBuffer {
  const head = new Uint8Array(16)
  const got = readSync(file, head, 0, 16, position)
  const bytes = packedBytes(head.subarray(0, got))
  if (!(bytes >= 32 && position + bytes <= size)) {
    const message = position === 0 ? 'is no router index, or is cut short' : 'is cut short: its plan is missing'
    throw badInputOf([{kind: 'router-index', file: path, message, advice: 'Save the index again.'}])
  }
  const buffer = new SharedArrayBuffer(bytes)
  const target = new Uint8Array(buffer)
  for (let done = 0; done < bytes; ) {
    const part = readSync(file, target, done, Math.min(bytes - done, 2 ** 30), position + done)
    if (part === 0) break
    done += part
  }
  return buffer
}
