import type { Courier } from '../delivery/courier.ts'
import type { FaultQueue } from '../delivery/faults.ts'
import type { PracticeClock } from '../time/clock.ts'
import type { WebhookSender } from '../webhooks/sender.ts'
import type { Account } from './account.ts'
import type { WireIds } from './ids.ts'
import type { SendLimits } from './limits.ts'
import type { MediaStore } from './media-store.ts'
import type { MessageLog, Outgoing } from './message-log.ts'
import type { Meter } from './meter.ts'
import type { People, Person } from './people.ts'
import type { createReach } from './standing.ts'
import type { Template, Templates } from './templates.ts'
import type { Uploads } from './uploads.ts'
import type { Fault } from '../delivery/faults.ts'
import type { TemplateNews } from '../delivery/template-news.ts'

/** All there is, as the Graph server sees it. */
export type World = {
  readonly account: Account
  readonly people: People
  readonly log: MessageLog
  readonly media: MediaStore
  readonly templates: Templates
  readonly uploads: Uploads
  readonly meter: Meter
  readonly limits: SendLimits
  readonly reach: ReturnType<typeof createReach>
  readonly ids: WireIds
  readonly clock: PracticeClock
  readonly faults: FaultQueue
  readonly sender: WebhookSender
  readonly courier: Courier
  readonly token: string
  readonly appSecret: string
  /** The trouble a customer makes for a message with these words, if any. */
  readonly troubleOf: (person: Person, text: string) => Fault | null
  /** Does something to a template, and tells the account. */
  readonly tellOfTemplate: (template: Template, news: TemplateNews) => void
  /** Codes that come from the customer's side, such as a message that cannot be shown. */
  readonly bringTrouble: (person: Person, code: number, message: Outgoing) => void
}
