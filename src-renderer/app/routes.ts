import type { ConversationId, InboxView } from '#contract'

/** Every address of the program. What is open lives in the address, so that back, forward and links work. */
export const routes = {
  inbox: '/inbox/:view?/:conversationId?',
  replies: '/replies',
  staff: '/staff',
  roles: '/staff/roles',
  teams: '/staff/teams',
  rules: '/staff/rules',
  journal: '/journal/:filter?',
  number: '/number',
  templates: '/number/templates',
  costs: '/number/costs',
  settings: '/settings',
  setUpKit: '/set-up/kit',
  setUpKey: '/set-up/key',
  setUpNumber: '/set-up/number',
  gallery: '/dev/gallery/:specimen?',
} as const

export const paths = {
  inbox: (view: InboxView = 'all', conversationId?: ConversationId) =>
    conversationId === undefined ? `/inbox/${view}` : `/inbox/${view}/${conversationId}`,
  replies: () => routes.replies,
  staff: () => routes.staff,
  roles: () => routes.roles,
  teams: () => routes.teams,
  rules: () => routes.rules,
  journal: (filter = '') => (filter === '' ? '/journal' : `/journal/${encodeURIComponent(filter)}`),
  number: () => routes.number,
  templates: () => routes.templates,
  costs: () => routes.costs,
  settings: () => routes.settings,
  setUpKit: () => routes.setUpKit,
  setUpKey: () => routes.setUpKey,
  setUpNumber: () => routes.setUpNumber,
  gallery: (specimen?: string) => (specimen === undefined ? '/dev/gallery' : `/dev/gallery/${specimen}`),
} as const
