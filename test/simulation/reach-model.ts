import type Sqlite from 'better-sqlite3'

type Viewer = { readonly staffId: string; readonly scope: string; readonly teams: ReadonlySet<string> }

/** Whose each conversation is, and what each person reaches, read straight from the tables and put together apart from the core. */
export function createReach(db: Sqlite.Database) {
  const list = <Row>(text: string, ...values: unknown[]) => db.prepare(text).all(...values) as Row[]

  function viewerOf(staffId: string): Viewer {
    const role = db.prepare(`SELECT role_id FROM staff WHERE id = ?`).pluck().get(staffId) as string
    const allows = db.prepare(`SELECT allows FROM roles WHERE id = ?`).pluck().get(role) as string | null | undefined
    // Written by the core alone.
    const scope = allows ? (JSON.parse(allows) as { scope: string }).scope : role === 'attendant' ? 'with-unassigned' : 'all'
    const teams = new Set(
      list<{ team_id: string }>(`SELECT team_id FROM team_members WHERE staff_id = ?`, staffId).map((row) => row.team_id),
    )
    return { staffId, scope, teams }
  }

  function reaches({ staffId, scope, teams }: Viewer, conversation: { id: number; assigned_to: string | null; team_id: string | null }) {
    if (scope === 'all' || conversation.assigned_to === staffId) return true
    if (scope === 'own') return false
    const hadIt = db.prepare(`SELECT count(*) FROM conversation_people WHERE conversation_id = ? AND staff_id = ?`).pluck()
    if (hadIt.get(conversation.id, staffId) !== 0) return true
    const isTheirTeams = conversation.team_id !== null && teams.has(conversation.team_id)
    if (scope !== 'assigned' && conversation.assigned_to === null && (conversation.team_id === null || isTheirTeams)) return true
    return scope === 'team' && isTheirTeams
  }

  return {
    /** Those in which something was said. */
    of(staffId: string): Set<number> {
      const viewer = viewerOf(staffId)
      const rows = list<{ id: number; assigned_to: string | null; team_id: string | null }>(
        `SELECT id, assigned_to, team_id FROM conversations WHERE merged_into IS NULL AND last_at IS NOT NULL`,
      )
      return new Set(rows.filter((row) => reaches(viewer, row)).map(({ id }) => id))
    },
    conversations: () =>
      list<{ id: number; contact_id: number }>(
        `SELECT id, contact_id FROM conversations WHERE merged_into IS NULL AND last_at IS NOT NULL ORDER BY id`,
      ),
  }
}
