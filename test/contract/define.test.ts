import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  CONTRACT_VERSION,
  defineMethods,
  errorCodes,
  events,
  methods,
  permissions,
  permissionsByRole,
  roles,
  rolesGrantedBy,
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
  // @ts-expect-error 'staff.signOut' is missing
  const handlers: Handlers<'staff.me' | 'staff.signOut'> = { 'staff.me': () => ({ me: null }) }
  expect(Object.keys(handlers)).toEqual(['staff.me'])
})

test('methods and events are named domain.verb and never meet', () => {
  const names = [...Object.keys(methods), ...Object.keys(events)]
  expect(names.filter((name) => !/^[a-z]+\.[a-zA-Z]+$/.test(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})

test('every permission of the catalogue is asked for by some method or event', () => {
  const asked = new Set(
    [...Object.values(methods), ...Object.values(events)].flatMap(({ access }) => (typeof access === 'object' ? [access.permission] : [])),
  )
  expect(permissions.filter((name) => !asked.has(name))).toEqual([])
})

test('keys, token and kit are out of reach from anywhere but this machine', () => {
  const sensitive = Object.entries(methods).filter(
    ([name]) => /^(kit|desk)\.|^number\.connect$|^practice\.|createOwner$/.test(name) && name !== 'desk.status',
  )
  expect(sensitive.filter(([, method]) => method.reach !== 'desk').map(([name]) => name)).toEqual([])
})

/** Written apart from the tables in the contract: what each job may never do. */
test('each role stops where its job does', () => {
  const may = (role: (typeof roles)[number]) => new Set<string>(permissionsByRole[role])
  expect(may('owner')).toEqual(new Set(permissions))
  expect(['wa.token_manage', 'kit.reprint'].filter((name) => may('manager').has(name))).toEqual([])
  expect([...may('attendant')].filter((name) => /^(staff|wa|kit)\.|manage/.test(name))).toEqual([])
  expect([...may('auditor')].filter((name) => !name.endsWith('.view'))).toEqual([])
})

test('nobody grants a permission they do not hold', () => {
  for (const granter of roles) {
    const own = new Set(permissionsByRole[granter])
    for (const granted of rolesGrantedBy[granter]) {
      expect({ granter, granted, beyond: permissionsByRole[granted].filter((name) => !own.has(name)) }).toEqual({
        granter,
        granted,
        beyond: [],
      })
    }
  }
})

test('error codes are words, once each', () => {
  expect(errorCodes.filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([])
  expect(new Set(errorCodes).size).toBe(errorCodes.length)
})
