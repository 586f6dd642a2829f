import type { LookupFunction } from 'node:net'

/**
 * The system's resolver holds a thread for as long as a name server does not answer, and there are four, which checking passwords needs
 * too. So whoever asks for a name that is being looked up waits for the same answer; only when that takes long is it asked for again,
 * because the servers may be others by now, and never more than three times at once. Nothing is remembered.
 */
const ASK_AGAIN_AFTER_MS = 3000
const ASKED_AT_MOST = 3

type Callback = Parameters<LookupFunction>[2]
type Answer = Parameters<Callback>
type Question = { readonly askedAt: number; readonly waiting: Set<Callback> }

export function createSharedLookup({ lookup, monotonic }: { lookup: LookupFunction; monotonic(): number }): LookupFunction {
  const questionsByName = new Map<string, Question[]>()

  return (name, options, done) => {
    const key = `${name} ${JSON.stringify(options)}`
    const questions = questionsByName.get(key) ?? []
    const newest = questions.at(-1)
    const isFresh = newest !== undefined && monotonic() - newest.askedAt < ASK_AGAIN_AFTER_MS
    if (newest !== undefined && (isFresh || questions.length >= ASKED_AT_MOST)) {
      newest.waiting.add(done)
      return
    }
    // Whoever waits for an older one takes the first answer.
    const question: Question = { askedAt: monotonic(), waiting: new Set([...questions.flatMap(({ waiting }) => [...waiting]), done]) }
    questionsByName.set(key, [...questions, question])
    lookup(name, options, (...answer: Answer) => {
      const left = (questionsByName.get(key) ?? []).filter((each) => each !== question)
      if (left.length === 0) questionsByName.delete(key)
      else questionsByName.set(key, left)
      for (const tell of question.waiting) {
        for (const other of left) other.waiting.delete(tell)
        tell(...answer)
      }
    })
  }
}
