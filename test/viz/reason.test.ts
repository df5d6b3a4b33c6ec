import {describe, expect, it} from 'vitest'
import {type ReplicaRow, replicaReason, unmetReason} from '../../viz/index.js'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const row: ReplicaRow = {
  table: 'orders',
  project: 'sales',
  homeRegion: 'hangzhou',
  region: 'beijing',
  fromAge: 0,
  toAge: 7,
  storedBytes: 8.1e9,
  refreshBytesPerDay: 1.2e9,
  savedBytesPerDay: 12.3e9,
  savedCostPerDay: 0.25,
}

describe('replicaReason', () => {
  it('says what is saved, what it takes, who reads it and when it pays', () => {
    const reason = replicaReason({...row, readerCount: 5, readsPerDay: 9, breakEvenDays: 1.2}, {kind: 'gigabytes'})
    expect(plain(reason)).toBe(
      'saves 12.3 GB a day for 8.1 GB stored: read by 5 jobs 9× a day; pays for itself after 1.2 days',
    )
  })

  it('leaves out what is not known', () => {
    expect(plain(replicaReason(row, {kind: 'gigabytes'}))).toBe('saves 12.3 GB a day for 8.1 GB stored')
    expect(plain(replicaReason({...row, readerCount: 1}, {kind: 'gigabytes'}))).toMatch(/: read by 1 job$/)
  })

  it('adds the money where links have prices', () => {
    expect(plain(replicaReason(row, {kind: 'money', currency: 'USD'}))).toContain('12.3 GB a day ($0.25) for')
  })
})

describe('unmetReason', () => {
  it('says so where no reason is given', () => {
    expect(unmetReason(undefined)).toBe('not stated')
  })
})
