import type { Migration } from '../migrate.ts'
import { foundation } from './0010-foundation.ts'
import { staff } from './0020-staff.ts'
import { conversations } from './0030-conversations.ts'
import { outbox } from './0040-outbox.ts'
import { replies } from './0050-replies.ts'
import { journal } from './0070-journal.ts'
import { teams } from './0060-teams.ts'
import { policies } from './0080-policies.ts'
import { notices } from './0090-notices.ts'
import { recovery } from './0100-recovery.ts'
import { media } from './0110-media.ts'
import { templates } from './0120-templates.ts'
import { scheduled } from './0130-scheduled.ts'
import { costs } from './0140-costs.ts'
import { numberHealth } from './0150-number-health.ts'

export const migrations: readonly Migration[] = [
  foundation,
  staff,
  conversations,
  outbox,
  replies,
  teams,
  journal,
  policies,
  notices,
  recovery,
  media,
  templates,
  scheduled,
  costs,
  numberHealth,
]
