import { matchKeybindingPress, parseKeybinding, type KeybindingPress } from 'tinykeys'
import type { Command } from './command.ts'

/** So long after the first key of two the second one counts. */
const SEQUENCE_MS = 1_200

type Binding = { command: Command; presses: KeybindingPress[]; isLetter: boolean }

/**
 * Finds the command of a key press. A letter never acts in a text field, while letters are being put together, while a popup is open
 * (it has keys of its own), or when the person has switched letter keys off.
 */
export function createKeyDispatcher({
  commands,
  areLettersOn,
  isPopupOpen,
  now,
}: {
  commands: () => readonly Command[]
  areLettersOn: () => boolean
  isPopupOpen: () => boolean
  now: () => number
}) {
  let begun: { presses: number; bindings: Binding[]; at: number } | null = null

  return {
    /** True when the key was a command's, or the first of two. */
    handle(event: KeyboardEvent): boolean {
      if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || isModifier(event.key)) return false
      const bindings = usable(event)
      const going = begun !== null && now() - begun.at <= SEQUENCE_MS ? begun : null
      begun = null
      const continued =
        going?.bindings.filter((binding) => bindings.some((other) => isSame(other, binding)) && matches(event, binding, going.presses)) ??
        []
      const step = continued.length > 0 ? (going?.presses ?? 0) : 0
      const found = continued.length > 0 ? continued : bindings.filter((binding) => matches(event, binding, 0))
      const complete = found.find((binding) => binding.presses.length === step + 1)
      if (complete !== undefined) {
        event.preventDefault()
        complete.command.run()
        return true
      }
      if (found.length === 0) return false
      begun = { presses: step + 1, bindings: found, at: now() }
      event.preventDefault()
      return true
    },
  }

  function usable(event: KeyboardEvent): Binding[] {
    const focus = event.target instanceof Element ? event.target : null
    const isTyping = focus !== null && isTextField(focus)
    const hasPopup = isPopupOpen()
    return commands()
      .filter(
        (command) => (command.isAvailable?.() ?? true) && (!isTyping || command.whileTyping === true) && (command.when?.(focus) ?? true),
      )
      .flatMap((command) => command.keys.map((keys) => toBinding(command, keys)))
      .filter((binding) => !binding.isLetter || (areLettersOn() && !hasPopup && !isTyping))
      .filter((binding) => !hasPopup || binding.command.whileTyping === true)
  }
}

function isTextField(element: Element): boolean {
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true
  if (element instanceof HTMLInputElement) return !['button', 'checkbox', 'radio', 'range', 'submit'].includes(element.type)
  return element instanceof HTMLElement && element.isContentEditable
}

function toBinding(command: Command, keys: string): Binding {
  const presses = parseKeybinding(keys)
  const isLetter = presses.every(
    ([required, , key]) => required.every((mod) => mod === 'Shift' || mod === 'AltGraph') && (key instanceof RegExp || key.length === 1),
  )
  return { command, presses, isLetter }
}

function matches(event: KeyboardEvent, binding: Binding, step: number): boolean {
  const press = binding.presses[step]
  return press !== undefined && matchKeybindingPress(event, press)
}

function isSame(a: Binding, b: Binding): boolean {
  return a.command.id === b.command.id && a.presses.length === b.presses.length
}

function isModifier(key: string): boolean {
  return key === 'Shift' || key === 'Control' || key === 'Alt' || key === 'Meta' || key === 'AltGraph'
}
