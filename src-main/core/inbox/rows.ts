import type { Conversation, ConversationRow as PersonalConversation, Draft } from '#contract'
import { isPhoneShown, shownName, shownPhone } from '../contacts/masks.ts'
import { toPreview } from './preview.ts'
import type { Viewer } from './reach.ts'
import type { DraftRow, PersonalConversationRow, ShownConversationRow } from './repository.ts'

/** As it is shown to somebody of this kind. */
export function rowToConversation(row: ShownConversationRow, viewer: Pick<Viewer, 'masks'>): Conversation {
  return {
    conversationId: row.id,
    contactId: row.contact_id,
    numberId: row.number_id,
    contactName: shownName(row.shown_name, row.shown_phone, viewer),
    contactPhone: shownPhone(row.shown_phone, viewer),
    lastAt: row.last_at,
    preview:
      row.preview_direction === null || row.preview_kind === null
        ? null
        : {
            direction: row.preview_direction,
            kind: row.preview_kind,
            text: previewTo(row, viewer),
            status: row.preview_status,
          },
    waitingSince: row.waiting_since,
    windowExpiresAt: row.window_expires_at,
    freeEntryUntil: row.free_entry_until,
    inboundCount: row.inbound_count,
    assignedTo: row.assigned_to,
    teamId: row.team_id,
  }
}

/** A line about a changed number has the number in it, and so may the names on cards. */
function previewTo({ preview_kind: kind, preview_text: text }: ShownConversationRow, viewer: Pick<Viewer, 'masks'>): string {
  if (text === null || (kind === 'system' && !isPhoneShown(viewer))) return ''
  return kind === 'contacts' ? shownName(text, null, viewer) : text
}

export function rowToPersonal(row: PersonalConversationRow, viewer: Viewer): PersonalConversation {
  return {
    ...rowToConversation(row, viewer),
    readCount: row.read_count,
    draftPreview: row.draft_text === null ? null : toPreview(row.draft_text),
    draftFiles: row.draft_files ?? 0,
  }
}

export function rowToDraft(row: DraftRow | undefined): Draft | null {
  return row === undefined ? null : { text: row.text, replyTo: row.reply_to, files: JSON.parse(row.files), savedAt: row.saved_at }
}
