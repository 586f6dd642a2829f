import { expect, test } from 'vitest'
import type { NoticeId, StaffId } from '#contract'
import { builtInRoleId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { noticesQuery } from '#core/notices/repository.ts'
import { createNotices } from '#core/notices/service.ts'
import { addStaff } from '#core/staff/commands.ts'
import { codeOf } from '#test/support/code-of.ts'
import { actor, setUpShopBase } from '#test/support/shop.ts'

const YEAR_MS = 365 * 24 * 60 * 60_000

function setUpNotices() {
  const base = setUpShopBase()
  const { db, clock } = base
  for (const id of ['rosa', 'ana'])
    db.run(
      sql`INSERT INTO staff (id, name, login, role_id, is_active, created_at) VALUES (${id}, ${id}, ${id}, ${builtInRoleId('owner')}, 1, ${clock.now()})`,
    )
  return { ...base, notices: createNotices(base), rosa: actor({ staffId: 'rosa' }), ana: actor({ staffId: 'ana', role: 'attendant' }) }
}

test('each person has a notice until they put it away, and the others keep it', () => {
  const { notices, rosa, ana, published, clock } = setUpNotices()
  notices.post({ kind: 'owner-recovered', about: rosa.staffId })
  const [notice] = notices.list(ana)
  expect(notice).toMatchObject({ kind: 'owner-recovered', staffId: rosa.staffId, at: clock.now() })
  const id = notice?.noticeId ?? ('none' as NoticeId)
  notices.putAway(id, ana.staffId)
  notices.putAway(id, ana.staffId)
  expect([notices.list(ana), notices.list(rosa)]).toEqual([[], [notice]])
  expect(published[0]).toEqual({ name: 'notices.changed', payload: {} })
})

test('that the shop was opened with the kit is told to those who look after it', () => {
  const { notices, rosa, ana } = setUpNotices()
  notices.post({ kind: 'kit-used', about: null })
  expect([notices.list(rosa).map(({ kind }) => kind), notices.list(ana)]).toEqual([['kit-used'], []])
})

test('what concerns one person is told to them alone', () => {
  const { notices, rosa, ana } = setUpNotices()
  notices.post({ kind: 'scheduled-stopped', about: ana.staffId, detail: 'window-closed' })
  expect(notices.list(rosa)).toEqual([])
  expect(notices.list(ana).map(({ kind, detail }) => [kind, detail])).toEqual([['scheduled-stopped', 'window-closed']])
})

test('what has to do with templates, the number and costs is told to those who can do something about it', () => {
  const { notices, rosa, ana } = setUpNotices()
  for (const kind of ['template-paused', 'number-payment', 'budget-alarm'] as const) notices.post({ kind, about: null })
  expect(notices.list(ana)).toEqual([])
  expect(notices.list(rosa).map(({ kind }) => kind)).toEqual(['template-paused', 'number-payment', 'budget-alarm'])
})

test('nobody else hears that it was', () => {
  const { db, commands, ids, rosa, ana } = setUpNotices()
  const heard: unknown[] = []
  const notices = createNotices({
    db,
    commands,
    ids,
    publish: (_name, _payload, audience) =>
      heard.push([rosa, ana].filter((each) => audience?.(each) ?? true).map(({ staffId }) => staffId)),
  })
  notices.post({ kind: 'kit-used', about: null })
  notices.post({ kind: 'owner-recovered', about: rosa.staffId })
  expect(heard).toEqual([['rosa'], ['rosa', 'ana']])
})

test('what others are told, however often, is not in the way of what somebody is told', () => {
  const { notices, rosa, ana } = setUpNotices()
  for (let count = 0; count < 30; count += 1) notices.post({ kind: 'kit-used', about: null })
  notices.post({ kind: 'owner-recovered', about: rosa.staffId })
  expect(notices.list(ana).map(({ kind }) => kind)).toEqual(['owner-recovered'])
})

test('what there is not cannot be put away', async () => {
  const { notices, ana } = setUpNotices()
  expect(await codeOf(async () => notices.putAway('none' as NoticeId, ana.staffId))).toBe('not-found')
})

test('whoever came later is told of what comes after, and of nothing before, whatever the clock is set to', () => {
  const { notices, clock, commands } = setUpNotices()
  notices.post({ kind: 'owner-recovered', about: 'rosa' as StaffId })
  const staffId = 'new' as StaffId
  const payload = { staffId, name: 'new', login: 'new', roleId: builtInRoleId('attendant'), isInvited: true }
  commands.append(addStaff, { key: `staff.add:${staffId}`, entity: `staff:${staffId}`, by: null, payload })
  clock.setWall(clock.now() - YEAR_MS)
  notices.post({ kind: 'owner-recovered', about: 'ana' as StaffId })
  expect(notices.list(actor({ staffId, role: 'attendant' })).map((notice) => notice.staffId)).toEqual(['ana'])
})

test('the list is read in order from its index', () => {
  const { db } = setUpNotices()
  const { text, values } = noticesQuery('rosa' as StaffId, { kinds: ['kit-used'], own: ['scheduled-stopped'] })
  const plan = db.list<{ detail: string }>({ text: `EXPLAIN QUERY PLAN ${text}`, values }).map(({ detail }) => detail)
  // The kinds are a list of words, gone through and not a table.
  expect(plan.filter((step) => !step.includes('json_each') && /SCAN|TEMP B-TREE/.test(step))).toEqual([])
  expect(plan).toContain('SEARCH notices USING INDEX notices_seq (seq>?)')
})
