import {
  createClient,
  permissionsByRole,
  type Me,
  type QuickReply,
  type QuickReplyId,
  type Role,
  type StaffId,
  type StaffSettings,
} from '#contract'
import type { Timers } from '#renderer/stores/clock.ts'
import { createStores } from '#renderer/stores/create-stores.ts'
import { createFakeTransport, type FakeHandlers } from '#renderer/transport/fake.ts'

/** The stores of one window, on a core that answers only what it is told to. */
export function samplePage(
  handlers: FakeHandlers = {},
  { language = 'en', timers }: { language?: StaffSettings['language']; timers?: Timers } = {},
) {
  const core = createFakeTransport({
    'desk.status': () => ({ phase: 'open', kind: 'shop', shopName: 'Papelaria Aurora' }),
    'staff.me': () => ({ me: null }),
    'staff.list': () => ({ staff: [] }),
    'replies.list': () => ({ replies: [] }),
    'number.get': () => ({ number: null }),
    'kit.status': () => ({ issuedAt: null, confirmedAt: null }),
    ...handlers,
  })
  const stores = createStores({ client: createClient(core), initial: { language }, ...(timers === undefined ? {} : { timers }) })
  return { core, stores }
}

export function sampleMe({ role = 'owner', ...more }: Partial<Omit<Me, 'permissions'>> = {}): Me {
  return {
    staffId: staffIdOf('ana'),
    name: 'Ana Ribeiro',
    role,
    permissions: [...permissionsByRole[role satisfies Role]],
    settings: sampleSettings(),
    ...more,
  }
}

export function sampleSettings(more: Partial<StaffSettings> = {}): StaffSettings {
  return { language: 'en', theme: 'light', density: 'comfortable', undoSeconds: 5, sendKey: 'enter', letterKeys: true, ...more }
}

export function sampleReply(more: Partial<QuickReply> = {}): QuickReply {
  return {
    quickReplyId: quickReplyIdOf('pix'),
    shortcut: 'pix',
    title: 'Chave Pix',
    text: 'Nossa chave é {{key}}',
    useCount: 0,
    revision: 1,
    ...more,
  }
}

// Ids are branded; tests make theirs up here.
export const staffIdOf = (text: string) => text as StaffId
export const quickReplyIdOf = (text: string) => text as QuickReplyId

/** Lets what was answered arrive. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}
