/**
 * The key of every command, by its id. Handlers, menu, tooltips and shortcut sheet read it here.
 * A key that is typed with AltGr on some keyboards (`/` and `?` on ABNT2) has a form for that; none is Ctrl+Alt and a letter, which is AltGr.
 */
export const commandKeys = {
  menu: ['$mod+k'],
  sheet: ['[Shift]+?', '$mod+/', 'AltGraph+?'],
  theme: [],
  density: [],
  lock: ['F9', '$mod+Shift+l'],
  'sign-out': [],
  filter: ['[Shift]+/', 'AltGraph+/'],
  next: ['j'],
  previous: ['k'],
  'next-arrow': ['ArrowDown'],
  'previous-arrow': ['ArrowUp'],
  'next-typing': ['Alt+ArrowDown'],
  'previous-typing': ['Alt+ArrowUp'],
  open: ['o', 'Enter'],
  reply: ['r'],
  claim: ['i'],
  assign: ['a'],
  undo: ['z', '$mod+z'],
  latest: ['End'],
  contact: ['d'],
  back: ['Escape'],
  replies: [],
  staff: [],
  roles: [],
  teams: [],
  rules: [],
  journal: ['g a'],
  number: [],
  settings: ['$mod+,'],
  'view-all': ['g i'],
  'view-mine': ['g m'],
  'view-unassigned': ['g n'],
  'view-waiting': ['g w'],
  'view-closing': ['g c'],
  'view-unread': ['g u'],
  'view-drafts': ['g d'],
} as const satisfies Record<string, readonly string[]>

export type CommandId = keyof typeof commandKeys
