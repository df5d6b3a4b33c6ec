import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {afterEach, describe, expect, test} from 'vitest'
import {badInputText, openHistoryFolder} from '../../../datasets/history/index.js'
import {BadInput, findingsListedPerKind} from '../../../model/errors.js'
import {brokenFolders} from './broken-folders.js'
import {removeFolders, tiny, writeFolder} from './tiny-folder.js'

const golden = (name: string) => new URL(`golden/${name}.txt`, import.meta.url)

async function failureOf(folder: string): Promise<unknown> {
  try {
    const loaded = await openHistoryFolder(folder)
    loaded.close()
  } catch (error) {
    return error
  }
  return undefined
}

afterEach(removeFolders)

describe('a broken history folder is refused with all its findings', () => {
  test.each(Object.entries(brokenFolders))('%s', async (name, contents) => {
    const folder = writeFolder({...tiny, ...contents})
    const failure = await failureOf(folder)
    expect(failure).toBeInstanceOf(BadInput)
    const text = `${badInputText(failure as BadInput).replaceAll(folder, '')}\n`
    if (process.env.WRITE_GOLDEN === '1' && !existsSync(golden(name))) writeFileSync(golden(name), text)
    expect(text).toBe(readFileSync(golden(name), 'utf8'))
  })

  test('every golden file belongs to a broken folder', () => {
    const files = readdirSync(new URL('golden/', import.meta.url)).map(file => file.replace(/\.txt$/, ''))
    expect(files.sort()).toEqual(Object.keys(brokenFolders).sort())
  })

  test('at most twenty findings of a kind are listed, and all are counted', async () => {
    const failure = (await failureOf(writeFolder({...tiny, ...brokenFolders['many-of-a-kind']}))) as BadInput
    expect(failure.totals).toEqual({'unknown-run': 30, negative: 30})
    expect(failure.findings.filter(finding => finding.kind === 'unknown-run')).toHaveLength(findingsListedPerKind)
  })

  test('twenty are listed of a kind that several files share', async () => {
    const ragged = `run,table,partition_date,bytes\n${'r1,orders\n'.repeat(15)}`
    const failure = (await failureOf(
      writeFolder({...tiny, 'reads.csv': null, 'reads/a.csv': ragged, 'reads/b.csv': ragged}),
    )) as BadInput
    expect(failure.totals).toEqual({'ragged-row': 30})
    expect(failure.findings).toHaveLength(findingsListedPerKind)
  })

  test('a folder that is not there is bad input', async () => {
    await expect(openHistoryFolder('/nowhere/at/all')).rejects.toMatchObject({code: 'bad-input'})
  })
})
