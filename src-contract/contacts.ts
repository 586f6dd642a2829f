import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { contactId, epochMs } from './ids.ts'

export const contact = z.object({
  contactId,
  /** What the shop calls them; null until somebody says so. */
  givenName: z.string().nullable(),
  profileName: z.string().nullable(),
  username: z.string().nullable(),
  /** In international form with the ninth digit put back, for reading. Its end only, for roles that do not see it. */
  phone: z.string().nullable(),
  /** Business-scoped user id, for people without a phone number. */
  userId: z.string().nullable(),
  firstSeenAt: epochMs,
  revision: z.number().int(),
})
export type Contact = z.infer<typeof contact>

export const contactMethods = defineMethods({
  'contacts.get': {
    access: { permission: 'contact.view' },
    reach: 'remote',
    input: z.object({ contactId }),
    output: z.object({ contact }),
  },
  /** The whole of a field of which the caller's role sees the end only, `on-request`. */
  'contacts.reveal': {
    access: { permission: 'contact.reveal' },
    reach: 'remote',
    journal: 'contact.revealed',
    input: z.object({ contactId, field: z.enum(['phone']) }),
    output: z.object({ value: z.string().nullable() }),
  },
  /** `changed-meanwhile` when the contact is no longer at `expectRevision`. An empty name gives the profile name back. */
  'contacts.rename': {
    access: { permission: 'contact.edit' },
    reach: 'remote',
    input: z.object({ contactId, givenName: z.string().trim().max(80), expectRevision: z.number().int() }),
    output: z.object({ contact }),
  },
})

export const contactEvents = defineEvents({
  'contact.changed': { access: { permission: 'contact.view' }, payload: z.object({ contact }) },
})
