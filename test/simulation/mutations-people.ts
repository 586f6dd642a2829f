import type { Mutation } from './mutated-source.ts'

/** In who may come in and see what, and in what is written down of it. */
export const peopleMutations: readonly Mutation[] = [
  {
    name: 'anybodys-messages',
    breaks: 'What is out of somebody’s reach is for them as if it were not there.',
    file: 'src-main/core/messages/service.ts',
    find: 'const { conversationId } = inbox.getSeen(options.conversationId, by)',
    replace: 'const { conversationId } = inbox.get(options.conversationId)',
    hint: 15,
  },
  {
    name: 'code-works-again',
    breaks: 'A code of the authenticator app lets somebody in once, also when the program was started in between.',
    file: 'src-main/core/staff/credentials-repository.ts',
    find: 'UPDATE authenticators SET last_step = ${step}, drift_steps',
    replace: 'UPDATE authenticators SET last_step = last_step, drift_steps',
    hint: 1,
  },
  {
    name: 'journal-afterwards',
    breaks: 'What somebody did and its entry in the journal are written together or not at all.',
    file: 'src-main/core/commands/command-log.ts',
    find: 'note(kind, applied)\n',
    replace: 'db.afterCommit(() => note(kind, applied))\n',
    hint: 11,
  },
]
