import type { KeyboardEvent } from 'react'
import { useSettings, useStores } from '#renderer/stores/stores-context.tsx'
import { ONE_PANE, useMedia } from '#renderer/features/inbox/use-media.ts'
import { nextSlot } from '#renderer/text/reply-variables.ts'
import { toggleMark } from './edit-text.ts'

/** Mod+B and so on, as WhatsApp marks them. */
const marks: Readonly<Record<string, string>> = { b: '*', i: '_', 'shift+x': '~', 'shift+m': '`' }

type Options = {
  /** Lists beside the caret, which take their keys first. */
  menus: readonly { onKeyDown(event: KeyboardEvent): boolean }[]
  hasSlots: boolean
  hasQuote: boolean
  dropQuote(): void
  send(): void
  askWhen(): void
}

/** What the keys do in the field of the composer. */
export function useComposerKeys({ menus, hasSlots, hasQuote, dropQuote, send, askWhen }: Options) {
  const { inboxView } = useStores()
  const sendKey = useSettings((state) => state.settings.sendKey)
  const isOnePane = useMedia(ONE_PANE)

  return (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While letters are being put together, every key belongs to the input method.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (menus.some((menu) => menu.onKeyDown(event))) return
    const field = event.currentTarget
    const isMod = event.ctrlKey || event.metaKey
    const mark = isMod && !event.altKey ? marks[`${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}`] : undefined
    if (mark !== undefined) {
      event.preventDefault()
      toggleMark(field, mark)
    } else if (event.key === 'Enter' && isMod && event.shiftKey) {
      event.preventDefault()
      askWhen()
    } else if (event.key === 'Enter' && !event.shiftKey && !event.altKey && (sendKey === 'enter' || isMod)) {
      event.preventDefault()
      send()
    } else if (event.key === 'Tab' && hasSlots) {
      const { selectionStart: start, selectionEnd: end } = field
      const slot = nextSlot({ text: field.value, selection: { start, end }, backwards: event.shiftKey })
      if (slot === null) return
      event.preventDefault()
      field.setSelectionRange(slot.start, slot.end)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      // Never the text: it stays as the draft.
      if (hasQuote) dropQuote()
      else inboxView.getState().askFocus(isOnePane ? 'thread' : 'list')
    } else if (event.key === 'ArrowUp' && field.value === '' && !event.altKey) {
      const articles = document.querySelectorAll<HTMLElement>('[data-area="messages"] article')
      event.preventDefault()
      articles[articles.length - 1]?.focus()
    }
  }
}
