import type { Client, Notice, NoticeId } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore } from './live-slice.ts'

export type NoticesState = {
  /** What the person has not put away, oldest first. */
  notices: readonly Notice[]
  putAway(noticeId: NoticeId): Promise<void>
}
export type NoticesStore = LiveStore<NoticesState>

/** What happened to the shop's safety and has to be known. */
export function createNoticesStore({ client }: { client: Client }): NoticesStore {
  const store = createStore<NoticesState>()((set) => ({
    notices: [],
    async putAway(noticeId) {
      await client.call('notices.putAway', { noticeId })
      set(({ notices }) => ({ notices: notices.filter((notice) => notice.noticeId !== noticeId) }))
    },
  }))

  async function load(): Promise<void> {
    // Whoever has a duty left is told once it is done; otherwise the next sign-in asks again.
    const answer = await client.call('notices.list', {}).catch(() => null)
    if (answer !== null) store.setState({ notices: answer.notices })
  }

  return liveStore(store, {
    apply(event) {
      if (event.name === 'notices.changed' || event.name === 'session.changed') void load()
    },
    start: () => void load(),
    reload: () => void load(),
    stop: () => store.setState({ notices: [] }),
  })
}
