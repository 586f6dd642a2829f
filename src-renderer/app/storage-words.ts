import { msg } from '@lingui/core/macro'
import type { StorageProblem } from '#contract'
import type { Words } from '#renderer/i18n/words.ts'

/** Why nothing more is saved, or soon will not be, and what to do. In each of these the history can be read. */
export const storageWords = {
  'disk-nearly-full': {
    happened: msg`The disk of this computer is almost full.`,
    todo: msg`Free some space soon. Once it is full, nothing can be saved.`,
  },
  'disk-full': {
    happened: msg`The disk of this computer is full, so nothing is saved and nothing is sent.`,
    todo: msg`Free some space; Balcão then goes on by itself. What customers write meanwhile is offered again by WhatsApp for some days.`,
  },
  'read-only': {
    happened: msg`The shop’s folder cannot be written to any more, so nothing is saved and nothing is sent.`,
    todo: msg`Check the disk and that your user may write there; Balcão then goes on by itself. What customers write meanwhile is offered again by WhatsApp for some days.`,
  },
  'database-damaged': {
    happened: msg`Part of the shop’s data is damaged, so nothing more is saved and nothing is sent.`,
    todo: msg`Do not delete anything. Close Balcão, make a copy of the folder, and call support. You can go on reading.`,
  },
} as const satisfies Record<StorageProblem, Words>
