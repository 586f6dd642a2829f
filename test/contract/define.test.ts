import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  builtInGrants,
  builtInRoles,
  CONTRACT_VERSION,
  defineMethods,
  errorCodes,
  events,
  isGrantWithin,
  methods,
  monthText,
  permissions,
  type BuiltInRole,
} from '#contract'
import type { Handlers } from '#core/dispatch/handlers.ts'

test('a method without access does not compile', () => {
  // @ts-expect-error Property 'access' is missing
  defineMethods({ 'x.y': { reach: 'remote', input: z.object({}), output: z.object({}) } })
  // @ts-expect-error a permission that is not in the catalogue
  defineMethods({ 'x.y': { access: { permission: 'conv.everything' }, reach: 'remote', input: z.object({}), output: z.object({}) } })
  expect(CONTRACT_VERSION).toBeGreaterThan(0)
})

test('a missing handler does not compile', () => {
  // @ts-expect-error 'session.signOut' is missing
  const handlers: Handlers<'session.me' | 'session.signOut'> = { 'session.me': () => ({ me: null }) }
  expect(Object.keys(handlers)).toEqual(['session.me'])
})

test('methods and events are named domain.verb and never meet', () => {
  const names = [...Object.keys(methods), ...Object.keys(events)]
  expect(names.filter((name) => !/^[a-z]+\.[a-zA-Z]+$/.test(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})

test('every permission of the catalogue is asked for by some method or event', () => {
  const asked = new Set<string>(
    [...Object.values(methods), ...Object.values(events)].flatMap(({ access }) => (typeof access === 'object' ? [access.permission] : [])),
  )
  // Asked for by the address of a file.
  expect(permissions.filter((name) => !asked.has(name))).toEqual(['media.save'])
})

test('keys, token and kit are out of reach from anywhere but this machine', () => {
  const sensitive = Object.entries(methods).filter(
    ([name]) =>
      /^(kit|key|desk)\.|^number\.connect$|^practice\.|createOwner$|WithKit$|WithPassphrase$/.test(name) && name !== 'desk.status',
  )
  expect(sensitive.filter(([, method]) => method.reach !== 'desk').map(([name]) => name)).toEqual([])
})

/** Written apart from the tables in the contract: what each job may never do. */
test('each role stops where its job does', () => {
  const may = (role: BuiltInRole) => new Set<string>(builtInGrants[role].permissions)
  expect(may('owner')).toEqual(new Set(permissions))
  expect(
    [...may('manager')].filter((name) => /^(wa|kit|key|owner|role|settings|policy)\.|^cost\.manage$|^audit\.(verify|export)$/.test(name)),
  ).toEqual([])
  expect([...may('attendant')].filter((name) => /^(staff|wa|kit|key|team|owner|cost|number)\.|manage|_other$|reveal$/.test(name))).toEqual(
    [],
  )
  expect([...may('auditor')].filter((name) => !/\.(view|reveal|save|verify|export)$/.test(name))).toEqual([])
})

test('an owner’s role holds every other, an attendant’s and an auditor’s hold none but their own', () => {
  const within = Object.fromEntries(
    builtInRoles.map((outer) => [outer, builtInRoles.filter((inner) => isGrantWithin(builtInGrants[inner], builtInGrants[outer]))]),
  )
  expect(within).toEqual({
    owner: ['owner', 'manager', 'attendant', 'auditor'],
    manager: ['manager', 'attendant'],
    attendant: ['attendant'],
    auditor: ['auditor'],
  })
})

test('a grant goes beyond another by one permission, a wider scope, or a field that is shown', () => {
  const { manager } = builtInGrants
  expect(
    [
      { ...manager, permissions: manager.permissions.filter((name) => name !== 'conv.reply') },
      { ...manager, scope: 'team' as const },
      { ...manager, masks: { phone: 'on-request' as const } },
    ].map((smaller) => [isGrantWithin(smaller, manager), isGrantWithin(manager, smaller)]),
  ).toEqual([
    [true, false],
    [true, false],
    [true, false],
  ])
})

test('error codes are words, once each', () => {
  expect(errorCodes.filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([])
  expect(new Set(errorCodes).size).toBe(errorCodes.length)
})

test('a month is any that another one follows', () => {
  const months = ['2026-11', '1999-12', '2126-01', '9999-11', '9999-12', '2026-13', '26-11'].map(
    (month) => monthText.safeParse(month).success,
  )
  expect(months).toEqual([true, true, true, true, false, false, false])
})
