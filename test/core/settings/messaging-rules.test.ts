import { expect, test } from 'vitest'
import type { StaffId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { createMessagingSettings } from '#core/settings/messaging-rules.ts'
import { setUpShopBase } from '#test/support/shop.ts'

test('a shop signs nothing until it says so; then it holds, is told, and stands in the journal', () => {
  const { published, db, ...base } = setUpShopBase()
  const messaging = createMessagingSettings({ ...base, db })
  expect(messaging.rules()).toEqual({ signature: 'none' })
  expect(messaging.save({ signature: 'first-name' }, 'rosa' as StaffId)).toEqual({ signature: 'first-name' })
  expect(messaging.rules()).toEqual({ signature: 'first-name' })
  expect(published).toEqual([{ name: 'messaging.changed', payload: { rules: { signature: 'first-name' } } }])
  const [entry] = db.list<{ action: string; by_staff: string; details: Buffer }>(sql`SELECT action, by_staff, details FROM journal`)
  expect(entry && { ...entry, details: JSON.parse(entry.details.toString()) as unknown }).toEqual({
    action: 'messaging.changed',
    by_staff: 'rosa',
    details: { before: { signature: 'none' }, after: { signature: 'first-name' } },
  })
})
