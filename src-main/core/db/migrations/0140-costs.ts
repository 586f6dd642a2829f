import type { Migration } from '../migrate.ts'

export const costs: Migration = {
  version: 140,
  name: 'costs',
  up(db) {
    db.exec(`
      -- One row a delivered message that WhatsApp has told a price category of; made from its statuses, the same in whatever order they came.
      CREATE TABLE charges (
        number_id TEXT NOT NULL,
        wamid TEXT NOT NULL,
        -- When it was delivered, and the day that was for the account.
        at INTEGER NOT NULL,
        day TEXT NOT NULL,
        category TEXT NOT NULL,
        is_free INTEGER NOT NULL CHECK (is_free IN (0, 1)),
        country TEXT,
        PRIMARY KEY (number_id, wamid)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX charges_by_day ON charges (number_id, day, at, wamid);
      -- How many of the free messages of a month are used: asked whenever a conversation is opened.
      CREATE INDEX charges_of_service ON charges (number_id, day) WHERE category = 'service' AND is_free = 0;

      -- One row once somebody has decided anything.
      CREATE TABLE cost_settings (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        settings TEXT NOT NULL CHECK (json_valid(settings))
      ) STRICT;

      -- Of what part of which month's budget people were told.
      CREATE TABLE budget_alarms (
        month TEXT NOT NULL,
        budget INTEGER NOT NULL,
        percent INTEGER NOT NULL,
        PRIMARY KEY (month, budget, percent)
      ) STRICT, WITHOUT ROWID;

      -- The shop's own rate cards.
      CREATE TABLE rate_cards (
        currency TEXT NOT NULL,
        valid_from TEXT NOT NULL,
        card TEXT NOT NULL CHECK (json_valid(card)),
        PRIMARY KEY (currency, valid_from)
      ) STRICT, WITHOUT ROWID;
    `)
  },
}
