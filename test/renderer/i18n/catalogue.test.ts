import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { languages } from '#renderer/i18n/language.ts'
import { checkMessage } from './check-message.ts'
import { readCatalogue } from './read-catalogue.ts'

const root = resolve(import.meta.dirname, '../../..')
const catalogues = Object.fromEntries(
  languages.map((language) => [language, readCatalogue(resolve(root, `src-renderer/i18n/locales/${language}.po`))]),
)

describe.each(languages)('the catalogue of %s', (language) => {
  const entries = catalogues[language] ?? []

  test('has every message translated, with the same values, elements and all plural forms of the language', () => {
    const wrong = entries.flatMap(({ source, translation }) =>
      checkMessage({ source, translation, language }).map((problem) => `${source} → ${problem}`),
    )
    expect(wrong).toEqual([])
  })

  test('has nothing that waits for a second look, and nothing left over', () => {
    expect(entries.filter((entry) => entry.isFuzzy || entry.isObsolete).map((entry) => entry.source)).toEqual([])
  })

  test('puts words in by name, never by number', () => {
    expect(entries.filter((entry) => /\{\d+[,}]/.test(entry.source)).map((entry) => entry.source)).toEqual([])
  })
})

test('the catalogues hold exactly the messages of the code', () => {
  const lingui = resolve(root, 'node_modules/@lingui/cli/dist/lingui.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [lingui, 'check', 'sync', '--clean', '--workers', '1'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' })
})

describe('the check', () => {
  test.each([
    ['a missing translation', 'Hello', '', ['is missing']],
    ['broken syntax', 'Hello {name}', 'Olá {name', ['is not ICU']],
    ['a wrong value', 'Hello {name}', 'Olá {nome}', ['puts in nome, not name']],
    ['a lost element', 'Open <0>it</0>', 'Abra', ['has elements , not </0> <0>']],
    [
      'a missing plural form',
      '{n, plural, one {# day} other {# days}}',
      '{n, plural, one {# dia} other {# dias}}',
      ['has no form "many" for n'],
    ],
  ])('names %s', (_, source, translation, problems) => {
    expect(checkMessage({ source, translation, language: 'pt-BR' })).toEqual(problems)
  })
})
