import {describe, expect, it} from 'vitest'
import {BadInput, IsthmusError} from '../../../model/errors.js'
import {pricePerByte} from '../../../model/units.js'
import {type MemoryHistorySpec, memoryHistory} from '../../support/memory-history.js'
import {naiveWorkload} from '../../support/naive-workload.js'
import {changed, changes} from './changed-platform.js'
import {specOf} from './small-platform.js'

describe('an evacuation', () => {
  it('keeps what lives and runs elsewhere where it is, and says what had to yield', async () => {
    const spec: MemoryHistorySpec = {
      regions: ['a', 'b', 'c'],
      projects: [
        {project: 'p', region: 'a', pinned: true},
        {project: 'q', region: 'b'},
      ],
      tables: [{table: 't', project: 'p', partitionBytes: 10}],
      runs: [
        {job: 'own', project: 'p', day: 5, reads: [['t', 5, 10]], movable: false},
        {job: 'guest', project: 'q', region: 'a', day: 5, reads: [['t', 5, 10]]},
        {job: 'reader', project: 'q', day: 5, reads: [['t', 5, 90]]},
      ],
    }
    const {platform} = await changed(spec, changes({change: 'evacuate', region: 'a'}))
    expect(platform.topology.regions.map(({name}) => name)).toEqual(['b', 'c'])
    expect([platform.projects.region[0], platform.projects.region[1]]).toEqual([0, 0])
    expect([...platform.rowRegion]).toEqual([0, 0, 0])
    expect([...platform.regionNow]).toEqual([-1, 0, 1])
    expect(platform.notes).toEqual([
      '1 projects leave a, 1 of them pinned; 2 recurring jobs run elsewhere, 1 of them not movable.',
    ])
    expect(platform.forcedMoveBytes).toBe(10)
  })

  it('cannot be made where allowed regions leave no place: the scenario is infeasible, no finding', async () => {
    const spec: MemoryHistorySpec = {
      regions: ['a', 'b'],
      projects: [{project: 'p', region: 'a', allowed: ['a']}],
      tables: [{table: 't', project: 'p', partitionBytes: 10}],
      runs: [{job: 'j', project: 'p', day: 5, reads: [['t', 5, 10]]}],
    }
    const failing = changed(spec, changes({change: 'evacuate', region: 'a'}))
    await expect(failing).rejects.toSatisfy(
      (e: IsthmusError) => e.code === 'infeasible' && /no place for project 'p'/.test(e.message),
    )
  })
})

describe('the order of changes', () => {
  it('each change sees what those before it left', async () => {
    const spec = specOf(1)
    const added = changes(
      {change: 'add-region', region: 'new'},
      {change: 'move', project: 'p0', to: 'new'},
      {change: 'evacuate', region: 'new'},
    )
    const {platform} = await changed(spec, added)
    expect(platform.topology.regions.map(({name}) => name)).toEqual(['r0', 'r1', 'r2', 'r3'])
    expect(platform.projects.pinned[0]).toBe(1)
    await expect(
      changed(spec, changes({change: 'move', project: 'p0', to: 'new'}, {change: 'add-region', region: 'new'})),
    ).rejects.toThrow(BadInput)
    const late = await changed(spec, changes({change: 'budget', ratio: 0.5}, {change: 'budget', ratio: 0.1}))
    expect(late.workload.topology.replicaBudgetRatio).toBe(0.1)
  })

  it('does not touch the workload that it starts from', async () => {
    const spec = specOf(2)
    const fresh = await naiveWorkload(memoryHistory(spec))
    const {base} = await changed(
      spec,
      changes({change: 'growth', factor: 2}, {change: 'evacuate', region: 'r1'}, {change: 'pin'}),
    )
    expect(base).toEqual(fresh)
  })
})

describe('findings', () => {
  it('every unknown name of a scenario is reported at once, with its place and the nearest name', async () => {
    const list = changes(
      {change: 'link', from: 'r0', to: 'r7', pricePerGB: 1},
      {change: 'move', project: 'p99', to: 'nowhere-at-all'},
      {change: 'growth', factor: 2, tables: ['x*']},
      {change: 'evacuate', region: 'r1'},
      {change: 'region', region: 'r1', replicaBudgetRatio: 1},
    )
    const error = await changed(specOf(1), list).catch((e: BadInput) => e)
    expect((error as BadInput).findings.map(({kind, column, value}) => [kind, column, value])).toEqual([
      ['unknown-region', 'changes[0].to', 'r7'],
      ['unknown-project', 'changes[1].project', 'p99'],
      ['unknown-region', 'changes[1].to', 'nowhere-at-all'],
      ['unknown-table', 'changes[2].tables', 'x*'],
      ['unknown-region', 'changes[4].region', 'r1'],
    ])
    expect((error as BadInput).findings[0]!.advice).toBe("Did you mean 'r0'?")
  })

  it('a pinned project does not move, a link that is down has no price, and the last way round is kept', async () => {
    const kinds = async (...list: object[]) => {
      const error = await changed({...specOf(1)}, changes(...list)).catch((e: BadInput) => e)
      return error instanceof BadInput ? error.findings.map(({kind}) => kind) : (error as unknown)
    }
    const {region} = specOf(1).projects[0]!
    const to = region === 'r0' ? 'r1' : 'r0'
    expect(await kinds({change: 'pin', projects: ['p0']}, {change: 'move', project: 'p0', to})).toEqual(['pinned'])
    expect(await kinds({change: 'move', project: 'p0', to: region})).toEqual(['no-move'])
    expect(
      await kinds({change: 'link-down', from: 'r0', to: 'r1'}, {change: 'link', from: 'r0', to: 'r1', pricePerGB: 1}),
    ).toEqual(['link-is-down'])
    const cut = ['r1', 'r2', 'r3'].map(name => ({change: 'link-down', from: 'r0', to: name}))
    expect(await kinds(...cut)).toSatisfy((e: unknown) => e instanceof IsthmusError && e.code === 'infeasible')
  })
})

describe('units', () => {
  it('link prices are given per GB and kept per byte', async () => {
    const {workload} = await changed(specOf(1), changes({change: 'link', from: 'r0', to: 'r1', pricePerGB: 0.05}))
    expect(workload.topology.linkPricePerByte[1]).toBe(pricePerByte(0.05))
  })
})
