import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const folder = resolve(import.meta.dirname, '../../resources/macos')
const read = (path: string) => readFileSync(join(folder, path), 'utf8')

/** The keys of a property list, each with what follows it. */
function entriesOf(plist: string): Record<string, string> {
  return Object.fromEntries(
    [...plist.matchAll(/<key>([^<]+)<\/key>\s*<(\w+)\/?>([^<]*)/g)].map(([, key, tag, text]) => [key, text?.trim() || tag]),
  )
}

/** `"key" = "text";` */
function stringsOf(file: string): Record<string, string> {
  return Object.fromEntries([...file.matchAll(/^"(\w+)" = "([^"]+)";$/gm)].map(([, key, text]) => [key, text]))
}

it('E09 the package for macOS may use the microphone, and neither the camera nor anything that takes the hardened runtime’s walls down', () => {
  expect(entriesOf(read('entitlements.plist'))).toEqual({
    'com.apple.security.cs.allow-jit': 'true',
    'com.apple.security.device.audio-input': 'true',
  })
})

it('E09 macOS says in each of our languages what the microphone is for, and has words for nothing else', () => {
  const info = entriesOf(read('info.plist'))
  const words = readdirSync(folder)
    .filter((name) => name.endsWith('.lproj'))
    .map((name) => [name, stringsOf(read(`${name}/InfoPlist.strings`))])
  const said = info['NSMicrophoneUsageDescription']
  expect(said).toMatch(/^Balcão .{20}/)
  expect({ usages: Object.keys(info).filter((key) => key.endsWith('UsageDescription')), words }).toEqual({
    usages: ['NSMicrophoneUsageDescription'],
    words: [
      ['en.lproj', { NSMicrophoneUsageDescription: said }],
      ['pt_BR.lproj', { NSMicrophoneUsageDescription: expect.stringMatching(/^O Balcão .{20}/) as unknown }],
    ],
  })
})
