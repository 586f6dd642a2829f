import type { Mutation } from './mutated-source.ts'

/** In what everything else stands on: the database, the log of commands, the vault. */
export const foundationMutations: readonly Mutation[] = [
  {
    name: 'told-before-commit',
    breaks: 'Windows are told only what is on disk.',
    file: 'src-main/core/db/database.ts',
    find: 'else pendingAfterCommit.push(act)',
    replace: 'else act()',
    hint: 12,
  },
  {
    name: 'nested-commits',
    breaks: 'A message and its place in the outbox are written together or not at all.',
    file: 'src-main/core/db/database.ts',
    find: 'if (pendingAfterCommit !== null) return act()',
    replace:
      "if (pendingAfterCommit !== null) {\n      const joined = act()\n      connection.exec('COMMIT')\n      connection.exec('BEGIN IMMEDIATE')\n      return joined\n    }",
    hint: 14,
  },
  {
    name: 'author-forgotten',
    breaks: 'Each message has the name of whoever wrote it.',
    file: 'src-main/core/commands/command-log.ts',
    find: 'const applied = { seq, entity: command.entity, by: command.by,',
    replace: 'const applied = { seq, entity: command.entity, by: null,',
    hint: 1,
  },
  {
    name: 'locked-keychain-is-no-key',
    breaks: 'A keychain that is locked is waited for; it does not mean that the key is gone.',
    file: 'src-main/core/vault/keychain.ts',
    find: "fact: failure.code === 'keychain-locked' ? 'locked' : 'unavailable'",
    replace: "fact: 'absent'",
    hint: 1,
  },
  {
    name: 'older-file-taken',
    breaks: 'An older copy of the database is not taken for the newest.',
    file: 'src-main/core/vault/decide-start-up.ts',
    find: "if (opening.generation < expected && !facts.isKitShown) return refuse('older-than-expected', facts)",
    replace: '',
    hint: 10,
  },
]
