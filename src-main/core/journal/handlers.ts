import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Journal } from './service.ts'

type JournalMethod = 'journal.list' | 'journal.export' | 'journal.verify'

export function createJournalHandlers(journal: Journal): Handlers<JournalMethod> {
  return {
    'journal.list': (input, context) => journal.list(input, actorOf(context)),
    'journal.export': (input, context) => journal.export(input, actorOf(context)),
    'journal.verify': () => journal.verify(),
  }
}
