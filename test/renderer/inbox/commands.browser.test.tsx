import { Keyboard } from 'lucide-react'
import { expect, test } from 'vitest'
import { commandKeys } from '#renderer/features/commands/command-keys.ts'
import type { Command } from '#renderer/features/commands/command.ts'
import { createKeyDispatcher } from '#renderer/features/commands/key-dispatcher.ts'
import { keyLabel } from '#renderer/features/commands/key-label.ts'

const everyKey = Object.entries(commandKeys).flatMap(([id, keys]) => keys.map((key) => [id, key] as const))

test('no key is Ctrl+Alt and a letter, which is AltGr where people write Portuguese', () => {
  expect(everyKey.filter(([, key]) => /(\$mod|Control).*Alt\+|Alt\+.*(\$mod|Control)/.test(key))).toEqual([])
})

test('no key is a dead key or a backtick', () => {
  expect(everyKey.filter(([, key]) => /[´~^`¨]/.test(key))).toEqual([])
})

test('no two commands share a key, but those that arrows and letters make alike', () => {
  const keys = everyKey.map(([, key]) => key)
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})

test.each([
  ['$mod+k', false, 'Ctrl+K'],
  ['$mod+k', true, '⌘K'],
  ['g i', false, 'G I'],
  ['[Shift]+?', false, '?'],
  ['Alt+ArrowDown', false, 'Alt+↓'],
  ['$mod+,', false, 'Ctrl+,'],
])('%s is shown as it stands on the keyboard', (keys, isMac, shown) => {
  expect(keyLabel(keys, isMac)).toBe(shown)
})

function press(keys: readonly string[], { areLettersOn = true, isPopupOpen = false, target = document.body, isAltGraph = false } = {}) {
  const ran: string[] = []
  const command = (id: string, bound: string[], whileTyping = false): Command => ({
    id,
    group: 'general',
    label: { id },
    icon: Keyboard,
    keys: bound,
    whileTyping,
    run: () => ran.push(id),
  })
  let now = 0
  const dispatcher = createKeyDispatcher({
    commands: () => [
      command('menu', ['$mod+k'], true),
      command('filter', ['[Shift]+/', 'AltGraph+/']),
      command('drafts', ['g d']),
      command('contact', ['d']),
    ],
    areLettersOn: () => areLettersOn,
    isPopupOpen: () => isPopupOpen,
    now: () => now,
  })
  for (const key of keys) {
    if (key === 'wait') {
      now += 5_000
      continue
    }
    const isMod = key.startsWith('Ctrl+')
    const event = new KeyboardEvent('keydown', {
      key: key.replace('Ctrl+', ''),
      ctrlKey: isMod,
      altKey: isAltGraph,
      modifierAltGraph: isAltGraph,
      bubbles: true,
      cancelable: true,
    })
    target.addEventListener('keydown', (sent) => dispatcher.handle(sent), { once: true })
    target.dispatchEvent(event)
  }
  return ran
}

test('two keys after each other are one command, and not the second alone', () => {
  expect(press(['g', 'd'])).toEqual(['drafts'])
  expect(press(['d'])).toEqual(['contact'])
  expect(press(['g', 'wait', 'd'])).toEqual(['contact'])
  expect(press(['g', 'x', 'd'])).toEqual(['contact'])
})

test('a slash typed with AltGr is a slash', () => {
  expect(press(['/'], { isAltGraph: true })).toEqual(['filter'])
})

test('in a field, with a popup open, or switched off, a letter does nothing, and Ctrl+K works', () => {
  const field = document.body.appendChild(document.createElement('textarea'))
  for (const options of [{ target: field as HTMLElement }, { isPopupOpen: true }, { areLettersOn: false }]) {
    expect(press(['d', '/', 'g', 'd', 'Ctrl+k'], options)).toEqual(['menu'])
  }
  field.remove()
})
