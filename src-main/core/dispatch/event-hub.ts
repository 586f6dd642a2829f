import { events, type EventFrame, type EventName, type EventPayload } from '#contract'
import type { Database } from '../db/database.ts'
import type { Log } from '../ports.ts'
import { refusalOf, type Actor } from './actor.ts'

export type Audience = (actor: Actor) => boolean

export type Subscriber = {
  actor(): Actor | null
  push(frame: EventFrame): void
}

export type EventHub = {
  /** Adds a connection; its events are numbered from 1 with no gaps. The answer removes it. */
  subscribe(subscriber: Subscriber): () => void
  /**
   * Offers an event to every connection whose actor has the event's access and, when given, is in `audience`. Call it after commit.
   * What costs something to say is given as a function, asked once and only when somebody hears it; null says nothing.
   */
  publish<Name extends EventName>(name: Name, payload: Said<Name>, audience?: Audience): void
  /** Says it to one connection alone, whoever is signed in there: what the event is about has just ended for it. */
  tell<Name extends EventName>(subscriber: Subscriber, name: Name, payload: EventPayload<Name>): void
}

type Said<Name extends EventName> = EventPayload<Name> | (() => EventPayload<Name> | null)

export type Publish = EventHub['publish']

export function createEventHub(deps: { log: Log }): EventHub {
  const subscribers = new Map<Subscriber, { seq: number }>()

  function push(name: EventName, said: unknown, listeners: readonly [Subscriber, { seq: number }][]): void {
    // Parsing drops what the contract does not declare, as for a method's output.
    const declared = events[name].payload.safeParse(said)
    if (!declared.success) {
      deps.log.error('event.invalid', { event: name }, declared.error)
      return
    }
    for (const [subscriber, counter] of listeners) {
      counter.seq += 1
      try {
        subscriber.push({ seq: counter.seq, event: name, payload: declared.data })
      } catch (cause) {
        // What happened is committed and told to the others; this window finds the gap in its numbers and reloads.
        deps.log.error('event.not-pushed', { event: name }, cause)
      }
    }
  }

  return {
    subscribe(subscriber) {
      subscribers.set(subscriber, { seq: 0 })
      return () => subscribers.delete(subscriber)
    },
    publish(name, payload, audience) {
      const { access } = events[name]
      const listeners = [...subscribers].filter(([subscriber]) => {
        const actor = subscriber.actor()
        return refusalOf(access, actor) === null && (audience === undefined || (actor !== null && audience(actor)))
      })
      if (listeners.length === 0) return
      const said = typeof payload === 'function' ? payload() : payload
      if (said !== null) push(name, said, listeners)
    },
    tell(subscriber, name, payload) {
      const counter = subscribers.get(subscriber)
      if (counter !== undefined) push(name, payload, [[subscriber, counter]])
    },
  }
}

/** Publishing from inside a transaction: what is rolled back was never said. */
export function publishAfterCommit(deps: { db: Database; hub: EventHub }): Publish {
  return (name, payload, audience) => deps.db.afterCommit(() => deps.hub.publish(name, payload, audience))
}
