import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import type { Message } from '#contract'
import { useMessages } from '#renderer/stores/inbox-context.ts'
import { kindOf, plainTextOf, wordsForKind } from '#renderer/features/messages/content-words.ts'
import { SpokenStatus } from './spoken-status.tsx'

const AT_MOST_EVERY_MS = 2_000

/** Reads out what comes in to the open thread, and nothing else; several at once become a number. */
export function InboundAnnouncer({ name }: { name: string }) {
  const { t, i18n } = useLingui()
  const latest = useMessages((state) => state.lastInbound)
  const [spoken, setSpoken] = useState('')
  const [atMounting] = useState(latest)
  const pending = useRef<Message[]>([])
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const spokenAt = useRef(0)

  useEffect(() => {
    if (latest === null || latest === atMounting) return
    pending.current.push(latest)
    if (timer.current !== null) return
    timer.current = setTimeout(
      () => {
        timer.current = null
        spokenAt.current = performance.now()
        const messages = pending.current.splice(0)
        const last = messages.at(-1)
        if (last === undefined) return
        const text = plainTextOf(last) || i18n._(wordsForKind(kindOf(last.content)).words)
        const count = messages.length
        setSpoken(
          count > 1 ? t`${plural(count, { one: '# new message', other: '# new messages' })}. ${name}: ${text}` : t`${name}: ${text}`,
        )
      },
      Math.max(0, spokenAt.current + AT_MOST_EVERY_MS - performance.now()),
    )
  }, [latest, atMounting, name, t, i18n])

  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )

  return <SpokenStatus>{spoken}</SpokenStatus>
}
