import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bufferSource, limitSource } from '#core/media/byte-source.ts'
import { fileTypes, isTextType, type FileType } from '#core/media/file-types.ts'
import { isRunnableName, safeFileName } from '#core/media/safe-file-name.ts'
import { sniff } from '#core/media/sniff.ts'
import { fileSamples, zipOf } from '#test/support/file-samples.ts'

// The keys are those of the record, which is written out by type.
const types = Object.keys(fileTypes) as FileType[]
const samples = types.flatMap((type) => (fileSamples[type] ?? []).map((bytes, place) => ({ type, bytes, name: `${type} ${place + 1}` })))
const LIES = [
  'foto.jpg',
  'video.mp4',
  'nota.pdf',
  'lista.txt',
  'setup.exe',
  'audio.ogg',
  'pedido.docx',
  'pagina.html',
  'sem-nome',
  'a.pdf.js',
]

/** By hand: what may run, mount, install or lead elsewhere. */
const DANGEROUS: readonly FileType[] = [
  'html',
  'svg',
  'mhtml',
  'hta',
  'exe',
  'elf',
  'mach-o',
  'java-class',
  'dex',
  'wasm',
  'flash',
  'shell-script',
  'batch',
  'powershell',
  'vbscript',
  'javascript',
  'windows-script',
  'php',
  'python',
  'registry',
  'lnk',
  'url',
  'webloc',
  'scf',
  'desktop',
  'inf',
  'slk',
  'apk',
  'jar',
  'app-package',
  'msi',
  'cab',
  'chm',
  'onenote',
  'access',
  'office-macros',
  'ole-other',
  'deb',
  'rpm',
  'mac-package',
  'browser-extension',
  'iso',
  'dmg',
  'disk-image',
]
const INLINE: readonly FileType[] = [
  'jpeg',
  'png',
  'webp',
  'gif',
  'mp4',
  '3gp',
  'mov',
  'webm',
  'ogg-opus',
  'ogg-audio',
  'mp3',
  'aac',
  'm4a',
  'wav',
  'flac',
]

describe('T08: what a file really is', () => {
  it('is known for more than 60 types, each with a sample', () => {
    expect(types.filter((type) => (fileSamples[type] ?? []).length === 0)).toEqual([])
    expect(types.length).toBeGreaterThan(60)
  })

  it.each(samples)('$name', async ({ type, bytes }) => {
    expect((await sniff(bufferSource(bytes))).type).toBe(type)
  })

  it('says what may be done with it, and only what is on a short list is shown inside the page', () => {
    const ofClass = (...classes: readonly string[]) => types.filter((type) => classes.includes(fileTypes[type].fileClass))
    expect(ofClass('dangerous').toSorted()).toEqual(DANGEROUS.toSorted())
    expect(ofClass('inline-image', 'inline-video', 'inline-audio').toSorted()).toEqual(INLINE.toSorted())
    expect([ofClass('pdf'), ofClass('plain')]).toEqual([['pdf'], ['txt', 'csv', 'json', 'vcard', 'calendar']])
  })

  it('is not changed by what was put behind or in front of it', async () => {
    const exe = fileSamples.exe?.[0] ?? Buffer.alloc(0)
    const jpeg = fileSamples.jpeg?.[0] ?? Buffer.alloc(0)
    const zip = zipOf(['word/document.xml', ''], ['[Content_Types].xml', ''])
    const typeOf = async (...parts: readonly Buffer[]) => (await sniff(bufferSource(Buffer.concat(parts)))).type
    expect(await typeOf(exe, zip)).toBe('exe')
    expect(await typeOf(exe, Buffer.from('%PDF-1.4'))).toBe('exe')
    expect(await typeOf(jpeg, Buffer.from('<script>alert(1)</script>'))).toBe('jpeg')
    expect(await typeOf(zip, Buffer.alloc(500))).toBe('docx')
  })

  it('is found though the directory of a zip says something else than what lies in it', async () => {
    const whole = zipOf(['AndroidManifest.xml', ''], ['classes.dex', ''])
    const cutShort = whole.subarray(0, whole.indexOf('PK\u0001\u0002', 0, 'latin1'))
    expect((await sniff(bufferSource(cutShort))).type).toBe('apk')
  })

  it('reads a bounded part of the largest file', async () => {
    let bytes = 0
    const huge = fileSamples.zip?.[0] ?? Buffer.alloc(0)
    const type = await sniff({
      sizeBytes: 2 ** 40,
      read: (from, length) => {
        bytes += length
        return bufferSource(huge).read(from > 1000 ? from % 7 : from, length)
      },
    })
    expect([type.type, bytes < 2_000_000]).toEqual(['zip', true])
  })

  it('never throws and never takes long, whatever the bytes are', async () => {
    const starts = samples.map(({ bytes }) => bytes)
    const hostile = fc
      .tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), fc.nat(600))
      .map(([start, noise, cut]) => Buffer.concat([start.subarray(0, cut), Buffer.from(noise)]))
    await fc.assert(
      fc.asyncProperty(hostile, async (bytes) => {
        expect(types).toContain((await sniff(bufferSource(bytes))).type)
      }),
      { numRuns: 2000 },
    )
  })

  // What would not end grows with the square of the text: minutes, not milliseconds.
  it.each([
    ['line ends', '\n'],
    ['spaces', ' '],
    ['open tags', '<a '],
    ['open comments', '<!--'],
    ['declarations', '<?xml ?>'],
    ['sections', '[Shell]\n'],
    ['other sections', '[Version]\n'],
    ['remarks', 'rem x\n'],
    ['imports', 'import a from b'],
    ['quotes', '"'],
    ['calls', 'eval( '],
    ['brackets', '['],
    ['definitions', 'def a()'],
    ['variables', '$a = '],
  ])('takes a moment for a text of nothing but %s', async (_name, piece) => {
    const startedAt = performance.now()
    await sniff(bufferSource(Buffer.from(`x\n${piece.repeat(70_000 / piece.length)}`)))
    await sniff(bufferSource(Buffer.from(piece.repeat(70_000 / piece.length))))
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })

  it('stops reading where nobody would need more', async () => {
    const source = limitSource(bufferSource(randomBytes(64)))
    let last = 64
    for (let count = 0; count < 5000; count += 1) last = (await source.read(0, 64)).length
    expect(last).toBe(0)
  })
})

describe('T08: a name that lies', () => {
  it.each(samples)('of $name ends in what the file is, and in nothing that runs', ({ type }) => {
    const { fileClass, extensions } = fileTypes[type]
    const truths: readonly (string | null)[] = fileClass === 'dangerous' ? ['unsafe', isTextType(type) ? 'txt' : null] : extensions
    for (const name of LIES) {
      const safe = safeFileName({ name, type, fallback: 'arquivo' })
      const isTold = truths[0] === null || truths.includes(safe.split('.').at(-1) ?? '')
      expect([name, isTold, isRunnableName(safe)]).toEqual([name, true, false])
      // What it was called stays in sight.
      expect(safe.startsWith(name)).toBe(true)
    }
  })

  it('is told as it is', () => {
    const named = (name: string, type: FileType) => safeFileName({ name, type, fallback: 'arquivo' })
    expect(named('foto.jpg', 'exe')).toBe('foto.jpg.exe.unsafe')
    expect(named('setup.exe', 'exe')).toBe('setup.exe.unsafe')
    expect(named('protetor.scr', 'exe')).toBe('protetor.scr.unsafe')
    expect(named('lista.txt', 'html')).toBe('lista.txt')
    expect(named('lista.HTML', 'html')).toBe('lista.HTML.unsafe')
    expect(named('script.js', 'txt')).toBe('script.js.txt')
    expect(named('foto.jpg', 'png')).toBe('foto.jpg.png')
    expect(named('FOTO.JPG', 'jpeg')).toBe('FOTO.JPG')
    expect(named('planta.dwg', 'unknown')).toBe('planta.dwg')
    expect(named('velho.com', 'unknown')).toBe('velho.com.bin')
    expect(named('www.padaria.com', 'pdf')).toBe('www.padaria.com.pdf')
    expect(named('backup.tar.gz', 'gzip')).toBe('backup.tar.gz')
  })
})
