import { scopes, type Scope, type StaffId, type TeamId } from '#contract'
import { sql, type Sql } from '../db/sql.ts'
import type { Actor } from '../dispatch/actor.ts'

/**
 * Who sees which conversation, in the one place that says so: as a condition for lists, and as a function for one row. A test holds the two
 * together. What somebody does not see is for them as if it were not there.
 */
export type Viewer = Pick<Actor, 'staffId' | 'scope' | 'teamIds' | 'masks'>

/** The program itself, which sees everything. Nobody's id is empty. */
export const wholeShop: Viewer = { staffId: '' as StaffId, scope: 'all', teamIds: new Set(), masks: { phone: 'shown' } }

/** Whose a conversation is. */
export type Holding = {
  readonly assignedTo: StaffId | null
  readonly teamId: TeamId | null
  /** Everybody who looks after it or once did. */
  readonly people: ReadonlySet<StaffId>
}

/** `holding` is asked for only where it matters. */
export function sees(viewer: Viewer, holding: () => Holding): boolean {
  if (viewer.scope === 'all') return true
  const { assignedTo, teamId, people } = holding()
  const isOfTheirTeams = teamId !== null && viewer.teamIds.has(teamId)
  if (assignedTo === viewer.staffId) return true
  if (reaches(viewer, 'assigned') && people.has(viewer.staffId)) return true
  if (reaches(viewer, 'with-unassigned') && assignedTo === null && (teamId === null || isOfTheirTeams)) return true
  return reaches(viewer, 'team') && isOfTheirTeams
}

/** The same as a condition on a row `c` of conversations. */
export function seenCondition(viewer: Viewer): Sql {
  if (viewer.scope === 'all') return sql`1`
  const { staffId } = viewer
  const own = sql`c.assigned_to = ${staffId}`
  if (!reaches(viewer, 'assigned')) return own
  const assigned = sql`
    ${own} OR EXISTS (SELECT 1 FROM conversation_people seen WHERE seen.staff_id = ${staffId} AND seen.conversation_id = c.id)`
  if (!reaches(viewer, 'with-unassigned')) return sql`(${assigned})`
  const ofTheirTeams = sql`c.team_id IN (SELECT value FROM json_each(${JSON.stringify([...viewer.teamIds])}))`
  const withUnassigned = sql`${assigned} OR (c.assigned_to IS NULL AND (c.team_id IS NULL OR ${ofTheirTeams}))`
  return reaches(viewer, 'team') ? sql`(${withUnassigned} OR ${ofTheirTeams})` : sql`(${withUnassigned})`
}

/** A customer is seen by whoever sees a conversation with them; the condition is on a row `k` of contacts. */
export function seenContactCondition(viewer: Viewer): Sql {
  if (viewer.scope === 'all') return sql`1`
  return sql`EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = k.id AND c.merged_into IS NULL AND ${seenCondition(viewer)})`
}

export function reaches({ scope }: Pick<Viewer, 'scope'>, atLeast: Scope): boolean {
  return scopes.indexOf(scope) >= scopes.indexOf(atLeast)
}

/** The same for two who see the same. */
export function viewerKey({ scope, staffId, teamIds }: Viewer): string {
  return scope === 'all' ? 'all' : [scope, staffId, ...[...teamIds].toSorted()].join(' ')
}
