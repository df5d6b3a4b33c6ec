import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {sqlTemplate, sqlTemplateKey} from '../../../datasets/ingest/sql-template.js'
import {withoutVolatileParts} from '../../../datasets/ingest/volatile-parts.js'

describe('SQL templates', () => {
  it.each([
    ["SELECT a FROM t WHERE ds = '2026-11-18' AND n > 5", 'select a from t where ds = ? and n > ?'],
    ["select\n\ta -- today's\nfrom t /* it's\n a comment */ where x='it''s';", 'select a from t where x = ?'],
    ['#standardSQL\nSELECT 1.5e-3, 0xFF, .5', 'select ? , ? , ?'],
    ["SELECT a FROM t WHERE ds IN ('a', 'b',\n'c') OR n in (1)", 'select a from t where ds in ( ? ) or n in ( ? )'],
    ["SELECT a FROM t WHERE ds IN (DATE '2026-11-18', DATE '2026-11-19')", 'select a from t where ds in ( ? )'],
    ['SELECT a FROM t WHERE n IN (-1, 2)', 'select a from t where n in ( ? )'],
    ["INSERT INTO t VALUES (1, 'a'), (2, 'b')", 'insert into t values ( ? )'],
    ['CREATE TABLE tmp_20261118 AS SELECT * FROM orders_v2', 'create table tmp_? as select * from orders_v2'],
    ['SELECT * FROM `p.d.events_20261118`', 'select * from `p.d.events_?`'],
    ['SELECT "Total" FROM t WHERE a = "2026-11-18" AND b = "50%"', 'select "Total" from t where a = ? and b = ?'],
    ['SELECT r\'\\d+\', b"""a\'b""", \'a\\\'b\' FROM t', 'select ? , ? , ? from t'],
    ["SELECT a FROM t WHERE p LIKE 'c:\\' AND b = 3", 'select a from t where p like ? and b = ?'],
    ["CALL p($$it's$$)", 'call p ( ? )'],
    ['SELECT größe FROM tabelle', 'select größe from tabelle'],
    ['SELECT \'\'\'a\' || b, "a""b"', 'select ? || b , ?'],
    ['SELECT \'\'\'it\'s\'\'\', """x"y"""', 'select ? , ?'],
    ["SELECT 'open", "select ' open"],
    ['', ''],
  ])('%s', (sql, template) => expect(sqlTemplate(sql)).toBe(template))

  it('keeps apart what does different things', () => {
    const sqls = [
      'select a from t',
      'select b from t',
      'select a from u',
      'select a from t where x = 1',
      'select f(1, 2)',
      'select f(1)',
    ]
    expect(new Set(sqls.map(sqlTemplateKey)).size).toBe(sqls.length)
  })

  it('gives a short stable key', () => {
    expect(sqlTemplateKey("SELECT a FROM t WHERE ds='2026-11-18'")).toBe(
      sqlTemplateKey('select a\nfrom t\nwhere ds = "2026-11-19" ;'),
    )
    expect(sqlTemplateKey('select ?')).toMatch(/^[0-9a-f]{16}$/)
  })

  it('does not depend on literals, layout, comments and case', () => {
    const word = fc.constantFrom('select', 'from', 'orders', 'a', 'join', '(', ')', ',', '=')
    // dialects read ''' at the beginning of a literal and a backslash in it differently: those are left out
    const text = fc.string().map(each => each.replaceAll('\\', '').replace(/^'+/, '').replaceAll("'", "''"))
    const literal = fc.oneof(
      fc.nat().map(String),
      text.map(each => `'${each}'`),
    )
    const piece = fc.oneof(
      word.map(text => ({text, isLiteral: false})),
      literal.map(text => ({text, isLiteral: true})),
    )
    const layout = fc.constantFrom(' ', '\n', '\t ', ' /* x */ ', ' -- y\n')
    fc.assert(
      fc.property(
        fc.array(piece, {maxLength: 30}),
        fc.array(layout, {minLength: 30, maxLength: 30}),
        literal,
        (pieces, gaps, other) => {
          const one = pieces.map(({text}) => text).join(' ')
          const two = pieces
            .map(({text, isLiteral}, i) => `${isLiteral ? other : text.toUpperCase()}${gaps[i]!}`)
            .join('')
          expect(sqlTemplate(two)).toBe(sqlTemplate(one))
        },
      ),
      {seed: 8},
    )
  })

  it('takes time in proportion to the length, for hostile text too', () => {
    const parts = [
      "'",
      '"',
      '/*',
      "in ('a',",
      '\\',
      '\\"',
      '"\\',
      "'\\'",
      '$',
      '$$',
      "''",
      "'''",
      '(',
      '20261118_',
      '- ',
      'a0',
      '`',
    ]
    for (const part of parts) expect(sqlTemplate(part.repeat(100_000)).length).toBeLessThan(1_000_000)
  }, 20_000)

  it('holds literals and names of any length', () => {
    const long = 'a1'.repeat(5_000_000)
    expect(sqlTemplate(`select '${long}''${long}' from "${long}"`)).toBe('select ? from ?')
    expect(sqlTemplate(long).length).toBeLessThan(5000)
    expect(sqlTemplate(`x in (${"'a', ".repeat(300_000)}'b')`)).toBe('x in ( ? )')
  })
})

describe('volatile parts', () => {
  it.each([
    ['scheduled__2026-11-18T03:00:00+00:00', 'scheduled__?'],
    ['dag=orders_etl', 'dag=orders_etl'],
    ['run_f69a6e9b-9bac-3c9a-9cf6-eacb70ecc9a9', 'run_?'],
    ['run_f69a6e9b_9bac_3c9a_9cf6_eacb70ecc9a9', 'run_?'],
    ['v2', 'v2'],
    ['report_202611', 'report_?'],
    ['report_2026_11_18_v3', 'report_?_v3'],
    ['batch-1795057200000', 'batch-?'],
    ['acceded_faced_decade', 'acceded_faced_decade'],
    ['build 0123456789abcdef0123', 'build ?'],
    ['port 8080 of 10.8.0.4', 'port 8080 of 10.8.0.4'],
  ])('%s', (text, want) => expect(withoutVolatileParts(text)).toBe(want))
})
