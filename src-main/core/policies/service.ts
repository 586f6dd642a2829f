import type { MethodOutput, MethodParsed, Policy, PolicyId, StaffId } from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Ids } from '../ports.ts'
import { acknowledgePolicy, publishPolicy, retirePolicy } from './commands.ts'
import {
  countCurrentPolicies,
  findCurrentPolicy,
  hasUnreadPolicy,
  listAcknowledgements,
  listCurrentPolicies,
  listCurrentVersions,
  MAX_POLICIES,
  type PolicyRow,
} from './repository.ts'

/** The shop's own rules, which staff have to have read before they work on. */
export type Policies = {
  list(reader: StaffId): Policy[]
  /** Everybody else has it to read from this moment on, also whoever is at work. `not-found` for one that does not hold any more. */
  publish(policy: MethodParsed<'policies.publish'>, by: StaffId): Policy
  retire(id: PolicyId, by: StaffId): void
  /** `changed-meanwhile` when a newer version holds; a second time changes nothing. */
  acknowledge(read: { policyId: PolicyId; version: number }, by: StaffId): void
  acknowledgements(): MethodOutput<'policies.acknowledgements'>['policies']
  /** Whether the person has yet to read one: their duty. */
  hasUnread(reader: StaffId): boolean
}

export function createPolicies(deps: {
  db: Database
  commands: CommandLog
  ids: Ids
  publish: Publish
  /** Duties follow at once in open sessions. */
  people: { refresh(id: StaffId): void; refreshEverybody(): void }
}): Policies {
  const { db, commands, ids, people } = deps

  function getCurrent(id: PolicyId): PolicyRow {
    const row = findCurrentPolicy(db, id)
    if (row === undefined) throw new AppError('not-found', `No policy ${id} holds`)
    return row
  }

  /** The version after the one that holds, or the first of a new one. */
  function nextVersion(given: PolicyId | null): { id: PolicyId; version: number } {
    if (given !== null) {
      const { id, version } = getCurrent(given)
      return { id, version: version + 1 }
    }
    if (countCurrentPolicies(db) >= MAX_POLICIES) {
      throw new AppError('too-large', 'As many policies as anybody could read', { facts: { limit: MAX_POLICIES } })
    }
    // A fresh ulid is what a PolicyId is.
    return { id: ids.ulid() as PolicyId, version: 1 }
  }

  return {
    list: (reader) => listCurrentPolicies(db, reader).map((row) => rowToPolicy(row, row.acknowledged_at)),

    publish({ policyId, title, text }, by) {
      return db.transaction(() => {
        const { id, version } = nextVersion(policyId)
        commands.append(publishPolicy, {
          key: `policy.publish:${id}:${version}`,
          entity: `policy:${id}`,
          by,
          payload: { policyId: id, version, title, text },
        })
        people.refreshEverybody()
        deps.publish('policies.changed', {})
        const row = getCurrent(id)
        return rowToPolicy(row, row.published_at)
      })
    },

    retire(id, by) {
      db.transaction(() => {
        const { version } = getCurrent(id)
        commands.append(retirePolicy, {
          key: `policy.retire:${id}:${version}`,
          entity: `policy:${id}`,
          by,
          payload: { policyId: id, version },
        })
        people.refreshEverybody()
        deps.publish('policies.changed', {})
      })
    },

    acknowledge({ policyId, version }, by) {
      db.transaction(() => {
        const current = getCurrent(policyId)
        if (current.version !== version) throw new AppError('changed-meanwhile', `Policy ${policyId} has another version now`)
        const isFirst = commands.append(acknowledgePolicy, {
          key: `policy.acknowledge:${policyId}:${version}:${by}`,
          entity: `policy:${policyId}`,
          by,
          payload: { policyId, version },
        })
        if (!isFirst) return
        people.refresh(by)
        deps.publish('policies.changed', {})
      })
    },

    acknowledgements: () =>
      listCurrentVersions(db).map(({ id, version }) => ({
        policyId: id,
        version,
        acknowledged: listAcknowledgements(db, { id, version }).map(({ staff_id, at }) => ({ staffId: staff_id, at })),
      })),

    hasUnread: (reader) => hasUnreadPolicy(db, reader),
  }
}

function rowToPolicy(row: PolicyRow, acknowledgedAt: number | null): Policy {
  const { id, version, title, text, published_at } = row
  return { policyId: id, title, text, version, publishedAt: published_at, acknowledgedAt }
}
