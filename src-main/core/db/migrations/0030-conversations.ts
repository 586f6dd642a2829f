import type { Migration } from '../migrate.ts'

export const conversations: Migration = {
  version: 30,
  name: 'conversations',
  up(db) {
    db.exec(`
      -- What came, and how far it was read.
      CREATE TABLE raw_events (
        id INTEGER PRIMARY KEY,
        received_at INTEGER NOT NULL,
        -- Of the body: WhatsApp repeats itself, and whoever captured a signed body can, too. One copy is enough.
        sha256 BLOB NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN ('stored', 'applied', 'unreadable')),
        decoder_version INTEGER
      ) STRICT;
      CREATE INDEX raw_events_to_apply ON raw_events (id) WHERE state = 'stored';
      CREATE INDEX raw_events_unreadable ON raw_events (decoder_version) WHERE state = 'unreadable';

      -- Exactly as it came, committed before anybody is told 200. Apart, so that a new state does not write the body again.
      CREATE TABLE raw_bodies (
        raw_event_id INTEGER PRIMARY KEY REFERENCES raw_events (id),
        body BLOB NOT NULL
      ) STRICT;

      -- Items of a body that this version cannot use, kept to be read again after an upgrade.
      CREATE TABLE kept_items (
        id INTEGER PRIMARY KEY,
        raw_event_id INTEGER NOT NULL REFERENCES raw_events (id),
        path TEXT NOT NULL,
        reason TEXT NOT NULL,
        value TEXT NOT NULL CHECK (json_valid(value)),
        UNIQUE (raw_event_id, path)
      ) STRICT;
      CREATE INDEX kept_items_by_reason ON kept_items (reason, raw_event_id);

      -- Facts about the account, the number and the templates, once each.
      CREATE TABLE account_events (
        id INTEGER PRIMARY KEY,
        dedupe_key TEXT NOT NULL UNIQUE,
        raw_event_id INTEGER NOT NULL REFERENCES raw_events (id),
        entry_id TEXT NOT NULL,
        field TEXT NOT NULL,
        at INTEGER,
        value TEXT NOT NULL CHECK (json_valid(value))
      ) STRICT;
      CREATE INDEX account_events_by_field ON account_events (field, id);

      CREATE TABLE contacts (
        id INTEGER PRIMARY KEY,
        given_name TEXT,
        profile_name TEXT,
        profile_name_at INTEGER,
        username TEXT,
        username_at INTEGER,
        -- From the address book of the phone app, of a number that is on both.
        book_name TEXT,
        book_name_at INTEGER,
        -- Made of the above and of the identities: what to call them, how to write their number, and all of it folded for filters.
        shown_name TEXT NOT NULL DEFAULT '',
        shown_phone TEXT,
        search_text TEXT NOT NULL DEFAULT '',
        -- The same without phones: what is looked into for whoever does not see them.
        search_names TEXT NOT NULL DEFAULT '',
        first_seen_at INTEGER NOT NULL,
        merged_into INTEGER REFERENCES contacts (id),
        revision INTEGER NOT NULL DEFAULT 1
      ) STRICT;
      CREATE INDEX contacts_merged ON contacts (merged_into) WHERE merged_into IS NOT NULL;

      -- Any three characters in a row of \`search_text\`, for filters that few contacts meet. Row ids are the contacts' ids.
      CREATE VIRTUAL TABLE contact_search USING fts5 (search_text, tokenize = 'trigram', columnsize = 0);

      -- match_key: digits of a phone with the Brazilian ninth digit left out, so that both writings meet.
      -- In order of arrival, so that the ids of one person, which move on together, lie together.
      CREATE TABLE identities (
        kind TEXT NOT NULL CHECK (kind IN ('user_id', 'parent_user_id', 'wa_id', 'match_key', 'group_id')),
        value TEXT NOT NULL,
        contact_id INTEGER NOT NULL REFERENCES contacts (id),
        -- First and last seen as this contact's, by the time of the events.
        first_seen_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        -- Of a match_key: the user id it was last seen together with, and since when; another one is another person.
        user_id TEXT,
        user_id_at INTEGER,
        -- Of a match_key that came to its owner from somebody else: since when. What came from it earlier is not theirs.
        held_since INTEGER,
        -- Of a match_key: when its owner moved to another number. What comes from it later is somebody else.
        left_at INTEGER,
        UNIQUE (kind, value)
      ) STRICT;
      CREATE INDEX identities_by_contact ON identities (contact_id);

      CREATE TABLE conversations (
        id INTEGER PRIMARY KEY,
        number_id TEXT NOT NULL,
        contact_id INTEGER NOT NULL REFERENCES contacts (id),
        -- Who looks after it, and whose it is as long as nobody does.
        assigned_to TEXT,
        team_id TEXT,
        -- The rest is derived from the messages, so that a list never has to join or count.
        last_at INTEGER,
        last_message_id INTEGER,
        preview_direction TEXT,
        preview_kind TEXT,
        preview_text TEXT,
        preview_status TEXT,
        last_outbound_at INTEGER,
        waiting_since INTEGER,
        window_expires_at INTEGER,
        -- When the customer last came by an ad; and, when that was answered within a day, until when everything is free.
        referred_at INTEGER,
        free_entry_until INTEGER,
        inbound_count INTEGER NOT NULL DEFAULT 0,
        -- Two threads turned out to be one person: everything is there now, and whoever still asks for this one gets that one.
        merged_into INTEGER REFERENCES conversations (id),
        UNIQUE (number_id, contact_id)
      ) STRICT;
      CREATE INDEX conversations_waiting ON conversations (waiting_since, id) WHERE waiting_since IS NOT NULL;
      CREATE INDEX conversations_answered ON conversations (last_at DESC, id DESC) WHERE waiting_since IS NULL;
      -- The same order among those that nobody looks after, and among those of a team: a list of what a person may see is read along a few of these.
      CREATE INDEX conversations_free_waiting ON conversations (team_id, waiting_since, id)
        WHERE assigned_to IS NULL AND waiting_since IS NOT NULL;
      CREATE INDEX conversations_free_answered ON conversations (team_id, last_at DESC, id DESC)
        WHERE assigned_to IS NULL AND waiting_since IS NULL;
      CREATE INDEX conversations_team_waiting ON conversations (team_id, waiting_since, id)
        WHERE team_id IS NOT NULL AND waiting_since IS NOT NULL;
      CREATE INDEX conversations_team_answered ON conversations (team_id, last_at DESC, id DESC)
        WHERE team_id IS NOT NULL AND waiting_since IS NULL;
      CREATE INDEX conversations_closing ON conversations (window_expires_at, id) WHERE window_expires_at IS NOT NULL;
      CREATE INDEX conversations_by_contact ON conversations (contact_id);
      CREATE INDEX conversations_merged ON conversations (merged_into) WHERE merged_into IS NOT NULL;

      -- Everybody who looks after a conversation or once did, with what sorts it, so that a person's list is read along an index, too.
      CREATE TABLE conversation_people (
        staff_id TEXT NOT NULL,
        conversation_id INTEGER NOT NULL REFERENCES conversations (id),
        -- Who looks after it now.
        held_by TEXT NOT NULL CHECK (held_by IN ('self', 'nobody', 'other')),
        waiting_since INTEGER,
        -- Time of its newest message while nobody waits there; null while somebody does.
        answered_at INTEGER,
        PRIMARY KEY (staff_id, conversation_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX conversation_people_waiting ON conversation_people (staff_id, held_by, waiting_since, conversation_id)
        WHERE waiting_since IS NOT NULL;
      CREATE INDEX conversation_people_answered ON conversation_people (staff_id, held_by, answered_at DESC, conversation_id DESC)
        WHERE answered_at IS NOT NULL;
      CREATE INDEX conversation_people_by_conversation ON conversation_people (conversation_id);

      -- Kept in the order of the threads: a page of one lies on a few neighbouring pages of the file, however large the shop.
      CREATE TABLE messages (
        -- Given in order of arrival.
        id INTEGER NOT NULL UNIQUE,
        conversation_id INTEGER NOT NULL REFERENCES conversations (id),
        number_id TEXT NOT NULL,
        wamid TEXT,
        raw_event_id INTEGER REFERENCES raw_events (id),
        -- live: counts as unread, opens the window. echo: sent from the phone. history: imported.
        source TEXT NOT NULL CHECK (source IN ('live', 'echo', 'history')),
        direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
        author TEXT NOT NULL CHECK (author IN ('customer', 'staff', 'phone', 'system')),
        staff_id TEXT,
        kind TEXT NOT NULL,
        body TEXT,
        content TEXT NOT NULL CHECK (json_valid(content)),
        -- Of several contents that came under one wamid the greatest key is shown: the same one in whatever order they came.
        content_key TEXT NOT NULL,
        media_id TEXT,
        sent_at INTEGER NOT NULL,
        quoted_wamid TEXT,
        forwarded TEXT NOT NULL DEFAULT 'no',
        -- What came along that is not said by it, as JSON: the ad by which the customer came, the product they ask about.
        beside TEXT CHECK (beside IS NULL OR json_valid(beside)),
        -- Somebody in the shop listened to it.
        heard_at INTEGER,
        -- What it said before its first edit.
        first_content TEXT CHECK (first_content IS NULL OR json_valid(first_content)),
        edited_at INTEGER,
        revoked_at INTEGER,
        -- What this desk's outbox says; with the statuses it makes what is shown, in the two columns after.
        own_status TEXT,
        own_problem TEXT CHECK (own_problem IS NULL OR json_valid(own_problem)),
        status TEXT,
        problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
        undo_until INTEGER,
        PRIMARY KEY (conversation_id, sent_at, id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX messages_referred ON messages (conversation_id, sent_at) WHERE beside IS NOT NULL;
      CREATE UNIQUE INDEX messages_by_wamid ON messages (number_id, wamid) WHERE wamid IS NOT NULL;

      -- Edits and deletions, whether or not their message is known yet.
      CREATE TABLE message_changes (
        number_id TEXT NOT NULL,
        wamid TEXT NOT NULL,
        target_wamid TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('edit', 'revoke')),
        direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
        at INTEGER NOT NULL,
        content TEXT CHECK (content IS NULL OR json_valid(content)),
        body TEXT,
        PRIMARY KEY (number_id, wamid)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX message_changes_by_target ON message_changes (number_id, target_wamid);

      -- Each status event once, whether or not its message is known yet. What is shown is a function of this set.
      CREATE TABLE statuses (
        number_id TEXT NOT NULL,
        wamid TEXT NOT NULL,
        status TEXT NOT NULL,
        recipient TEXT NOT NULL,
        at INTEGER NOT NULL,
        tracker TEXT,
        problem TEXT CHECK (problem IS NULL OR json_valid(problem)),
        pricing TEXT CHECK (pricing IS NULL OR json_valid(pricing)),
        PRIMARY KEY (number_id, wamid, status, recipient)
      ) STRICT, WITHOUT ROWID;

      -- Messages of which a status came before they did: ours whose answer is still on its way, or somebody else's. Looked through once a day.
      CREATE TABLE unclaimed_messages (
        number_id TEXT NOT NULL,
        wamid TEXT NOT NULL,
        told_at INTEGER NOT NULL,
        PRIMARY KEY (number_id, wamid)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX unclaimed_messages_by_age ON unclaimed_messages (told_at);

      CREATE TABLE reactions (
        number_id TEXT NOT NULL,
        target_wamid TEXT NOT NULL,
        author TEXT NOT NULL CHECK (author IN ('customer', 'shop')),
        -- Of whoever is on the other side, also while the message is not here.
        conversation_id INTEGER NOT NULL REFERENCES conversations (id),
        -- Empty once it was taken back; the time stays, so that an older one arriving late does not return.
        emoji TEXT NOT NULL,
        at INTEGER NOT NULL,
        -- Of the shop's own that this desk sends: how far it is.
        state TEXT NOT NULL DEFAULT 'sent' CHECK (state IN ('sending', 'sent', 'failed')),
        -- What the customer sees until it has arrived, and on, when it does not; empty for nothing.
        before_emoji TEXT NOT NULL DEFAULT '',
        before_at INTEGER NOT NULL DEFAULT 0,
        -- The newest time that one of this desk's was given, also one that failed: no other may have it.
        last_at INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (number_id, target_wamid, author)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX reactions_by_conversation ON reactions (conversation_id);
      -- Those that count as answers.
      CREATE INDEX reactions_answering ON reactions (conversation_id, at) WHERE author = 'shop' AND emoji <> '' AND state <> 'failed';

      -- The shop's own on their way to WhatsApp, one for each message: the newest is the one that counts.
      CREATE TABLE outgoing_reactions (
        number_id TEXT NOT NULL,
        target_wamid TEXT NOT NULL,
        emoji TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (number_id, target_wamid)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE read_marks (
        staff_id TEXT NOT NULL,
        conversation_id INTEGER NOT NULL REFERENCES conversations (id),
        read_count INTEGER NOT NULL,
        PRIMARY KEY (staff_id, conversation_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX read_marks_by_conversation ON read_marks (conversation_id);

      CREATE TABLE drafts (
        staff_id TEXT NOT NULL,
        conversation_id INTEGER NOT NULL REFERENCES conversations (id),
        text TEXT NOT NULL,
        reply_to INTEGER,
        -- Attachments, as JSON.
        files TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(files)),
        saved_at INTEGER NOT NULL,
        PRIMARY KEY (staff_id, conversation_id)
      ) STRICT, WITHOUT ROWID;
    `)
  },
}
