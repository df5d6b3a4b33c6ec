import {execFileSync} from 'node:child_process'
import {mkdirSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll, describe, expect, test} from 'vitest'
import {inputFiles} from '../../../datasets/ingest/input-files.js'
import {defaultLimits} from '../../../datasets/ingest/intake.js'
import {readProgress} from '../../../datasets/ingest/read-progress.js'
import {lineBatches} from '../../../datasets/ingest/text-lines.js'
import {fileOf, folder, lines, removeFiles} from './stream-readers.js'

afterAll(removeFiles)

/** Lines that do not compress away: a linear congruence. */
function numberedLines(count: number): string {
  let seed = 1
  let text = ''
  for (let i = 0; i < count; i++) {
    seed = (seed * 1103515245 + 12345) % 2147483648
    text += `line ${i} ${seed}\n`
  }
  return text
}
function zstd(content: string | Uint8Array, ...flags: string[]): Buffer | undefined {
  try {
    return execFileSync('zstd', ['-c', ...flags], {
      input: content,
      stdio: ['pipe', 'pipe', 'ignore'],
      maxBuffer: 1 << 30,
    })
  } catch {
    return undefined
  }
}
const hasZstd = zstd('x') !== undefined

describe('lines of text', () => {
  test('come with their rows, whatever their ends, and the last one says that it has none', async () => {
    const {all, kinds, bytes} = await lines('\uFEFFone\r\n\nthree é\nfour')
    expect(all).toEqual([
      {text: 'one', row: 1},
      {text: '', row: 2},
      {text: 'three é', row: 3},
      {text: 'four', row: 4, unterminated: true},
    ])
    expect(kinds).toEqual([])
    expect(bytes).toBe(22)
  })

  test('are the same from plain, gzip, several gzip members and zstd, by the bytes and not the name', async () => {
    const text = numberedLines(60_000)
    const wanted = text.trimEnd().split('\n')
    const [first, second] = [text.slice(0, 700_001), text.slice(700_001)]
    const packed: (string | Uint8Array)[] = [text, gzipSync(text), Buffer.concat([gzipSync(first), gzipSync(second)])]
    if (hasZstd) {
      packed.push(zstd(text)!, zstd(text, '-19')!, zstd(text, '--no-check', '-1')!)
      packed.push(Buffer.concat([zstd(first)!, Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9]), zstd(second)!]))
    }
    for (const content of packed) {
      const {all, faults, bytes} = await lines(content)
      expect(faults).toEqual([])
      expect(all.map(line => line.text)).toEqual(wanted)
      expect(all.at(-1)).toEqual({text: wanted.at(-1), row: 60_000})
      expect(bytes).toBe(content.length)
    }
  })

  test('too long are let go with their row, and the reading goes on', async () => {
    const long = 'x'.repeat(10_000_000)
    for (const content of [`a\n${long}\nb\n${long}`, gzipSync(`a\n${long}\nb\n${long}`)]) {
      const {all, kinds, faults} = await lines(content, {lineBytes: 1 << 20})
      expect(all).toEqual([
        {text: 'a', row: 1},
        {text: 'b', row: 3},
      ])
      expect(kinds).toEqual(['long-line@2', 'long-line@4'])
      expect(faults[0]!.message).toContain('10000000')
    }
    expect((await lines(`${'y'.repeat(100)}\n`, {lineBytes: 100})).all).toHaveLength(1)
  })

  test('that are not UTF-8 are left out', async () => {
    const {all, kinds} = await lines(Buffer.from([0x61, 0x0a, 0xc3, 0x28, 0x0a, 0x62, 0x0a]))
    expect(all.map(line => line.text)).toEqual(['a', 'b'])
    expect(kinds).toEqual(['not-utf-8@2'])
  })

  test('of a truncated gzip come up to the break, then the fault, and the half line does not come', async () => {
    const text = numberedLines(60_000)
    const packed = gzipSync(text)
    for (const share of [0.2, 0.5, 0.999]) {
      const {all, kinds} = await lines(packed.subarray(0, Math.floor(packed.length * share)))
      expect(kinds).toEqual(['truncated-gzip'])
      expect(all.length).toBeGreaterThan(60_000 * share - 6000)
      expect(text.startsWith(`${all.map(line => line.text).join('\n')}\n`)).toBe(true)
    }
    const flipped = Uint8Array.from(packed)
    flipped.fill(0xff, packed.length >> 1, (packed.length >> 1) + 64)
    const {all, kinds} = await lines(flipped)
    expect(kinds.at(-1)).toBe('corrupt-gzip')
    expect(all.length).toBeGreaterThan(20_000)
  })

  test.skipIf(!hasZstd)('of a truncated zstd come up to the break, then the fault', async () => {
    const text = numberedLines(60_000)
    const packed = zstd(text)!
    for (const share of [0.5, 0.999]) {
      const {all, kinds} = await lines(packed.subarray(0, Math.floor(packed.length * share)))
      expect(kinds).toEqual(['truncated-zstd'])
      expect(all.length).toBeGreaterThan(60_000 * share - 12_000)
      expect(text.startsWith(`${all.map(line => line.text).join('\n')}\n`)).toBe(true)
    }
    expect((await lines(Buffer.concat([packed, Buffer.from('tail of something else')]))).kinds).toEqual([
      'corrupt-zstd',
    ])
  })

  test('of a zstd that asks for a window or a block without bound are refused before memory is taken', async () => {
    const frame = [0x28, 0xb5, 0x2f, 0xfd]
    const wideWindow = await lines(Uint8Array.from([...frame, 0, 0xa8, 1, 0, 0, ...new Array(30).fill(0)]))
    expect(wideWindow.kinds).toEqual(['corrupt-zstd'])
    expect(wideWindow.faults[0]!.message).toContain('128 MiB')
    const wideBlock = await lines(Uint8Array.from([...frame, 0, 0x40, 0xfb, 0xff, 0xff, ...new Array(30).fill(0)]))
    expect(wideBlock.faults[0]!.message).toContain('128 KiB')
  })

  test('of an empty file, packed or not, are a fault', async () => {
    expect((await lines('')).kinds).toEqual(['empty-file'])
    expect((await lines(gzipSync(''))).kinds).toEqual(['empty-file'])
  })

  test.each([
    ['lz4', Buffer.from('LZ4Block and so on')],
    ['snappy', Buffer.from([0x82, ...Buffer.from('SNAPPY\0'), 1, 1])],
    ['xz', Buffer.from([0xfd, ...Buffer.from('7zXZ\0'), 1, 1])],
    ['UTF-16', Buffer.from('\uFEFFabc', 'utf16le')],
  ])('of %s are refused with what to do', async (name, content) => {
    const {all, kinds, faults} = await lines(content)
    expect(all).toEqual([])
    expect(kinds).toEqual(['unreadable-form'])
    expect(faults[0]!.message).toContain(name)
    expect(faults[0]!.advice).not.toBe('')
  })

  test('stop when they are told to', async () => {
    const controller = new AbortController()
    const options = {limits: defaultLimits, signal: controller.signal, fault: () => undefined}
    const stream = lineBatches(fileOf(numberedLines(60_000)), options)
    await stream.next()
    controller.abort(new Error('stopped'))
    await expect(stream.next().then(() => stream.next())).rejects.toThrow('stopped')
  })
})

describe('a small file that unpacks to much', () => {
  test('is stopped at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000))
    expect(bomb.length).toBeLessThan(200_000)
    const limits = {expandedBytes: 20 << 20, expansionRatio: 50}
    expect((await lines(bomb, limits)).kinds).toEqual(['expands-too-far'])
    expect((await lines(bomb)).kinds).toEqual(['long-line@1'])
    const wide = gzipSync('0\n'.repeat(2_000_000))
    const {kinds, all} = await lines(wide, {expandedBytes: 1 << 20, expansionRatio: 2})
    expect(kinds).toEqual(['expands-too-far'])
    expect(all.length).toBeLessThan(600_000)
    if (hasZstd) expect((await lines(zstd(Buffer.alloc(100_000_000))!, limits)).kinds).toEqual(['expands-too-far'])
  })
})

describe('input files', () => {
  test('of folders are walked in order, without marks and without reading a file twice', () => {
    mkdirSync(join(folder, 'tree/b'), {recursive: true})
    for (const name of ['tree/b/2', 'tree/b/10', 'tree/a', 'tree/_SUCCESS', 'tree/.crc']) fileOf('123', name)
    symlinkSync(join(folder, 'tree'), join(folder, 'tree/b/loop'))
    const tree = join(folder, 'tree')
    const found = inputFiles([join(tree, 'b/2'), tree, `${tree}/`])
    expect(found.map(({file, bytes}) => [file.slice(tree.length), bytes])).toEqual([
      ['/b/2', 3],
      ['/a', 3],
      ['/b/10', 3],
    ])
    expect(() => inputFiles([join(folder, 'none')])).toThrow('there is no file or folder')
    mkdirSync(join(folder, 'bare'))
    expect(() => inputFiles([join(folder, 'bare')])).toThrow('there is no file in')
  })

  test('tell how far they are read', () => {
    const shares: number[] = []
    const progress = readProgress([{bytes: 30}, {bytes: 70}], share => shares.push(share))
    for (const bytes of [10, 40, 50]) progress(bytes)
    expect(shares).toEqual([0.1, 0.5, 1])
  })
})
