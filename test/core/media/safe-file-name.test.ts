import { join, relative, win32 } from 'node:path'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { fileTypes, type FileType } from '#core/media/file-types.ts'
import { isRunnableName, safeFileName } from '#core/media/safe-file-name.ts'

// The keys are those of the record, which is written out by type.
const types = Object.keys(fileTypes) as FileType[]
const named = (name: string | null, type: FileType = 'pdf') => safeFileName({ name, type, fallback: 'documento' })

const WINDOWS_DEVICES = ['CON', 'PRN', 'AUX', 'NUL', 'COM1', 'COM9', 'LPT1', 'COM¹', 'CONIN$', 'con.tar', 'nul .x']
const RIGHT_TO_LEFT = '\u202e'

it.each([
  ['../../etc/passwd.pdf', '_.._etc_passwd.pdf'],
  ['C:\\Windows\\x.pdf', 'C__Windows_x.pdf'],
  ['..', 'documento.pdf'],
  ['', 'documento.pdf'],
  [null, 'documento.pdf'],
  ['.htaccess', 'htaccess.pdf'],
  [' nota  fiscal .pdf ', 'nota fiscal.pdf'],
  ['nota.pdf. . .', 'nota.pdf'],
  [`nota${RIGHT_TO_LEFT}fdp.exe`, 'notafdp.exe.pdf'],
  ['no\u200bta\u0000\u0007.pd\u00adf', 'nota.pdf'],
  ['foto\u3164\u115f.pdf', 'foto.pdf'],
  [`nota.pdf${' '.repeat(200)}.exe`, 'nota.pdf.exe.pdf'],
  ['nota\uff0epdf', 'nota_pdf.pdf'],
  ['a\u2215b\uff0fc.pdf', 'a_b_c.pdf'],
  ['CON', '_CON.pdf'],
  ['nul.pdf', '_nul.pdf'],
  ['Rua 3. Casa 2', 'Rua 3. Casa 2.pdf'],
  ['Pão de queijo 🧀.pdf', 'Pão de queijo 🧀.pdf'],
  ['e\u0301.pdf', 'é.pdf'],
  ['lone\ud800.pdf', 'lone.pdf'],
])('T07: %j becomes %j', (name, expected) => {
  expect(named(name)).toBe(expected)
})

it('T07: settings that Windows obeys in a folder lose their name', () => {
  expect([named('desktop.ini', 'txt'), named('AutoRun.inf', 'txt')]).toEqual(['_desktop.ini', 'AutoRun.inf.txt'])
})

it('T07: a long name is cut by its bytes, and keeps its ending', () => {
  const safe = named(`${'ã'.repeat(500)}.pdf`)
  expect([Buffer.byteLength(safe) <= 200, safe.endsWith('ã.pdf'), safe.includes('\ufffd')]).toEqual([true, true, false])
})

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '.',
          '..',
          '/',
          '\\',
          ' ',
          ':',
          RIGHT_TO_LEFT,
          '\u200d',
          '\u0000',
          '%2e%2e%2f',
          '.exe',
          '.lnk',
          '.pdf',
          '-',
          '~',
          '\ud800',
          '．',
          '\u00a0',
        ),
        fc.constantFrom(...WINDOWS_DEVICES),
        fc.string({ maxLength: 5 }),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
)

it('T07: whatever it was called, it stays inside its folder, shows all of itself and runs nowhere', () => {
  fc.assert(
    fc.property(anyName, fc.constantFrom(...types), (name, type) => {
      const safe = named(name, type)
      expect(relative('/salvos', join('/salvos', safe))).toBe(safe)
      expect(win32.relative('C:\\salvos', win32.join('C:\\salvos', safe))).toBe(safe)
      expect(win32.basename(safe)).toBe(safe)
      expect(safe).toMatch(/^[^.\s/\\:*?"<>|]([^/\\:*?"<>|]*[^.\s/\\:*?"<>|])?$/u)
      expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/u)
      expect(safe.replace(/\..*/s, '').trim()).not.toMatch(/^(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])$/i)
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200)
      expect(isRunnableName(safe)).toBe(false)
      expect(named(safe, type)).toBe(safe)
    }),
    { numRuns: 5000 },
  )
})
