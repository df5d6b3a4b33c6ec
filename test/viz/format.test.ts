import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {
  formatAges,
  formatBytes,
  formatCost,
  formatCount,
  formatDays,
  formatExactBytes,
  formatMoney,
  formatNumber,
  formatPercent,
  perDay,
} from '../../viz/index.js'

/** Numbers and units are joined by no-break spaces; plain ones read better here. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [12_345_678_901, '12.3 GB'],
    [1.5e15, '1.5 PB'],
    [2.5e21, '2,500 EB'],
    [-4.2e9, '−4.2 GB'],
  ])('prints %d as %s, in decimal units', (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text)
  })

  it('prints what is no number as a dash', () => {
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(formatBytes)).toEqual(['–', '–'])
  })

  it('stays within half a percent of the number that it prints', () => {
    const scale = {B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15, EB: 1e18}
    fc.assert(
      fc.property(fc.integer({min: 1, max: Number.MAX_SAFE_INTEGER}), bytes => {
        const [number = '', unit = ''] = plain(formatBytes(bytes)).split(' ')
        expect(Math.abs(Number(number.replaceAll(',', '')) * scale[unit as 'B'] - bytes)).toBeLessThanOrEqual(
          bytes * 0.0051,
        )
      }),
    )
  })

  it('prints exact bytes to the last digit', () => {
    expect(plain(formatExactBytes(12_345_678_901))).toBe('12,345,678,901 B')
  })
})

describe('formatMoney', () => {
  it.each([
    [0, 'USD', '$0'],
    [0.001, 'USD', '<$0.01'],
    [12.3, 'USD', '$12.30'],
    [999.4, 'EUR', '€999.40'],
    [1234.5, 'USD', '$1,235'],
    [1_234_567, 'USD', '$1.23 M'],
    [2.5e9, 'CNY', 'CN¥2.5 bn'],
    [-7, 'USD', '−$7.00'],
    [12.3, 'CHF', 'CHF 12.30'],
  ])('prints %d %s as %s', (amount, currency, text) => {
    expect(plain(formatMoney(amount, currency))).toBe(text)
  })

  it('prints a cost in bytes where every link costs 1 per GB', () => {
    expect(plain(formatCost(1500, {kind: 'gigabytes'}))).toBe('1.5 TB')
    expect(plain(formatCost(1500, {kind: 'money', currency: 'USD'}))).toBe('$1,500')
  })
})

describe('formatPercent', () => {
  it.each([
    [0, '0 %'],
    [0.00001, '<0.01 %'],
    [0.0013, '0.13 %'],
    [0.03, '3 %'],
    [0.6171, '61.7 %'],
    [0.99999, '99.99 %'],
    [1, '100 %'],
    [2.5, '250 %'],
    [-0.25, '−25 %'],
  ])('prints %d as %s', (share, text) => {
    expect(plain(formatPercent(share))).toBe(text)
  })

  it('never prints something as nothing or almost all as all', () => {
    fc.assert(
      fc.property(fc.double({min: Number.MIN_VALUE, max: 1 - 2 ** -53, noNaN: true}), share => {
        expect(plain(formatPercent(share))).not.toMatch(/^(0|100) %$/)
      }),
    )
  })
})

describe('days, ages and counts', () => {
  it('knows one day from several', () => {
    expect([1, 2.54, 0.01, 0, 400].map(d => plain(formatDays(d)))).toEqual([
      '1 day',
      '2.5 days',
      '<0.1 days',
      '0 days',
      '400 days',
    ])
  })
  it('names the ages that a window keeps, both ends included', () => {
    expect([plain(formatAges(0, 1)), plain(formatAges(7, 14))]).toEqual(['age 0', 'ages 7 to 13'])
  })
  it('groups thousands and keeps three digits', () => {
    expect([formatCount(1_204_551), formatNumber(0.01234), formatNumber(99.97), formatNumber(-0.0001)]).toEqual([
      '1,204,551',
      '0.012',
      '100',
      '0',
    ])
  })
  it('says a rate in words', () => {
    expect(plain(perDay('1 GB'))).toBe('1 GB a day')
  })
})
