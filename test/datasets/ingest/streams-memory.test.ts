import {appendFileSync, mkdtempSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll, expect, test} from 'vitest'
import {inputFiles} from '../../../datasets/ingest/input-files.js'
import {defaultLimits} from '../../../datasets/ingest/intake.js'
import {jsonEvents} from '../../../datasets/ingest/json-events.js'
import {lineBatches} from '../../../datasets/ingest/text-lines.js'

const folder = mkdtempSync(join(tmpdir(), 'isthmus-memory-'))
afterAll(() => rmSync(folder, {recursive: true}))

const mebibyte = 1 << 20
const options = {
  limits: defaultLimits,
  signal: new AbortController().signal,
  fault: () => {
    throw new Error('no fault is meant')
  },
}

/** Events of some 100 bytes, 30 MB of them. */
function member(): string {
  let seed = 1
  let text = ''
  while (text.length < 30_000_000) {
    seed = (seed * 1103515245 + 12345) % 2147483648
    text += `{"id":${seed},"name":"table ${seed % 1000}","note":"${'n'.repeat(seed % 90)}","bytes":${seed * 3}}\n`
  }
  return text
}

/** What the heap and its buffers hold at most while the stream is read, beyond what they hold before, bytes. */
async function growth(stream: AsyncIterable<readonly unknown[]>): Promise<{items: number; bytes: number}> {
  const held = () => {
    const {heapUsed, external} = process.memoryUsage()
    return heapUsed + external
  }
  const before = held()
  let bytes = 0
  let items = 0
  for await (const batch of stream) {
    items += batch.length
    bytes = Math.max(bytes, held() - before)
  }
  return {items, bytes}
}

test('300 MB stream through in bounded memory, packed to a tenth', async () => {
  const text = member()
  const lines = text.split('\n').length - 1
  const packed = gzipSync(text, {level: 1})
  const path = join(folder, 'large.ndjson.gz')
  for (let i = 0; i < 10; i++) appendFileSync(path, packed)
  expect(statSync(path).size).toBeLessThan(120_000_000)
  const [file] = inputFiles([path])
  const read = await growth(lineBatches(file!, options))
  expect(read.items).toBe(10 * lines)
  expect(read.bytes).toBeLessThan(160 * mebibyte)
  const parsed = await growth(jsonEvents(file!, options))
  expect(parsed.items).toBe(10 * lines)
  expect(parsed.bytes).toBeLessThan(160 * mebibyte)
}, 120_000)

test('one line of 100 MB is never held', async () => {
  const path = join(folder, 'long')
  for (let i = 0; i < 100; i++) appendFileSync(path, Buffer.alloc(1_000_000, 'x'))
  appendFileSync(path, '\nlast\n')
  const kinds: string[] = []
  const limits = {...defaultLimits, lineBytes: mebibyte}
  const read = await growth(
    lineBatches(inputFiles([path])[0]!, {...options, limits, fault: ({kind}) => void kinds.push(kind)}),
  )
  expect([read.items, kinds]).toEqual([1, ['long-line']])
  expect(read.bytes).toBeLessThan(80 * mebibyte)
}, 60_000)
