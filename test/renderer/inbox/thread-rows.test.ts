import { expect, test } from 'vitest'
import { countToFill, threadRows } from '#renderer/features/inbox/thread-rows.ts'
import { buildMessage, MINUTE, NOON } from '#test/support/inbox-rows.ts'

function rowsOf(count: number) {
  const items = Array.from({ length: count }, (_, index) => {
    const message = buildMessage(index + 1, { sentAt: NOON + index * MINUTE })
    return { key: `m${message.messageId}`, message, handover: null }
  })
  return threadRows({ items, isSameDay: () => true, firstUnread: null })
}

test('as many rows from the end are enough as fill the height, however short each is', () => {
  expect([0, 30, 340, 341].map((height) => countToFill(rowsOf(50), height))).toEqual([0, 1, 10, 11])
})

test('of a short thread all rows are drawn', () => {
  expect(countToFill(rowsOf(3), 860)).toBe(rowsOf(3).length)
})
