import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { deviceWords } from '#renderer/i18n/device-words.ts'
import type { Fmt } from '#renderer/i18n/fmt.ts'
import { textIn, type Details } from './journal-details.ts'
import type { Known } from './journal-names.ts'

/** One line under a sentence. */
export type Fact = { label: string; value: string }

/** What is needed to say a fact in words. What there is nothing to say about is left out. */
export type Tell = {
  known: Known
  fmt: Pick<Fmt, 'full' | 'number' | 'date'>
  before: MessageDescriptor
  say(words: MessageDescriptor): string
  fact(label: MessageDescriptor, value: string | null): Fact[]
  count(label: MessageDescriptor, value: number | null): Fact[]
  /** Nothing when both are the same. */
  change(before: string | null, after: string | null): Fact[]
  where(details: Details): Fact[]
}

export function createTell({ known, fmt }: Pick<Tell, 'known' | 'fmt'>): Tell {
  const say = (words: MessageDescriptor) => known.i18n._(words)
  const fact = (label: MessageDescriptor, value: string | null) => (value === null || value === '' ? [] : [{ label: say(label), value }])
  return {
    known,
    fmt,
    before,
    say,
    fact,
    count: (label, value) => fact(label, value === null ? null : fmt.number(value)),
    change: (was, is) => (was === is ? [] : [...fact(before, was), ...fact(now, is)]),
    where(details) {
      const device = textIn(details, 'device')
      return fact(where, device === null ? null : say(deviceWords(device)))
    },
  }
}

const before = msg({ message: 'Before', context: 'journal' })
const now = msg({ message: 'Now', context: 'journal' })
const where = msg({ message: 'Where', context: 'journal' })
