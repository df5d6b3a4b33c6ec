import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {MessageChannel, receiveMessageOnPort} from 'node:worker_threads'
import {afterAll, describe, expect, it} from 'vitest'
import {formatPlan} from '../../../model/plan-file.js'
import {
  compileRouterIndex,
  loadRouterIndex,
  openRouter,
  openSharedIndex,
  type SharedRouterIndex,
  saveRouterIndex,
  shareRouterIndex,
} from '../../../planner/router/index.js'
import {findName, nameAt, packNames} from '../../../planner/router/name-table.js'
import {planWith, smallWorkload, window} from './small-world.js'

const folder = mkdtempSync(join(tmpdir(), 'isthmus-router-'))
afterAll(() => rmSync(folder, {recursive: true}))
const at = (name: string) => join(folder, name)
const workload = await smallWorkload()
const plan = planWith({planId: 'stored', replicas: [window('orders', 'a', 0, 2)]})
const request = {project: 'pa', job: 'reader', inputs: [{table: 'orders'}, {table: 'clicks', ages: [1]}]}
const figures = (router: ReturnType<typeof openRouter>) => {
  const {regionName, reason, wanBytes, wanCost, alternatives} = router.place(request)
  return {regionName, reason, wanBytes, wanCost, alternatives}
}

describe('router index', () => {
  it('a saved index answers as the one in memory, with its own plan or another', () => {
    const index = compileRouterIndex(workload, plan)
    saveRouterIndex(index, at('router.idx'))
    writeFileSync(at('plan.json'), formatPlan(planWith({planId: 'other'})))
    const stored = openRouter({index: at('router.idx')})
    expect(stored.planId).toBe('stored')
    expect(figures(stored)).toEqual(figures(openRouter({workload, plan})))
    const other = openRouter({index: at('router.idx'), plan: at('plan.json')})
    expect(other.planId).toBe('other')
    expect(figures(other)).toEqual(figures(openRouter({workload, plan: planWith({})})))
    expect(figures(other)).not.toEqual(figures(stored))
  })

  it('is the same bytes each time, and one memory for all threads', () => {
    const index = compileRouterIndex(workload, plan)
    const again = compileRouterIndex(workload, plan)
    expect(Buffer.from(new Uint8Array(again.catalogue.pack.buffer))).toEqual(
      Buffer.from(new Uint8Array(index.catalogue.pack.buffer)),
    )
    const {port1, port2} = new MessageChannel()
    port1.postMessage(shareRouterIndex(index))
    const received = openSharedIndex(receiveMessageOnPort(port2)!.message as SharedRouterIndex)
    port1.close()
    expect(figures(openRouter({index: received}))).toEqual(figures(openRouter({index})))
    const before = index.catalogue.tableReadBytes[0]
    received.catalogue.tableReadBytes[0] = 12345
    expect(index.catalogue.tableReadBytes[0]).toBe(12345)
    index.catalogue.tableReadBytes[0] = before
  })

  it('refuses what is no index, cut short, damaged or not there', () => {
    saveRouterIndex(compileRouterIndex(workload, plan), at('good.idx'))
    const good = readFileSync(at('good.idx'))
    const broken = (name: string, bytes: Uint8Array): string => {
      writeFileSync(at(name), bytes)
      return at(name)
    }
    const damaged = Buffer.from(good)
    damaged[damaged.length >> 1] ^= 1
    const finding = (path: string): string => {
      try {
        loadRouterIndex(path)
      } catch (error) {
        return (error as {findings: {message: string}[]}).findings[0].message
      }
      return 'was read'
    }
    expect(finding(at('good.idx'))).toBe('was read')
    expect(finding(broken('text', Buffer.from('table,project\n')))).toMatch('is no router index')
    expect(finding(broken('empty', new Uint8Array(0)))).toMatch('is no router index')
    expect(finding(broken('cut', good.subarray(0, good.length - 8)))).toMatch('cut short')
    expect(finding(broken('damaged', damaged))).toMatch(/damaged/)
    expect(finding(at('absent'))).toMatch('cannot be read')
    expect(() => openRouter({plan: at('absent.json'), workload})).toThrow('1 finding')
  })

  it('finds every name and no other, clashes of the hash included', () => {
    const names = Array.from({length: 5000}, (_, i) => `db${i % 7}.tàble_${i}`)
    const packed = packNames([...names, ''])
    names.forEach((name, i) => {
      expect(findName(packed, name)).toBe(i)
      expect(findName(packed, `${name}x`)).toBe(-1)
    })
    expect(findName(packed, '')).toBe(5000)
    expect(nameAt(packed, 42)).toBe(names[42])
    expect(findName(packNames([]), 'a')).toBe(-1)
  })
})
