import type { Client, StaffSettings } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore } from './live-slice.ts'
import type { SessionStore } from './session.ts'

export type SettingsState = {
  /** Before sign-in what this machine prefers or was picked on screen; afterwards the person's own. */
  settings: StaffSettings
  /** Shown at once; put back, and rejected, when it could not be kept. */
  change(changes: Partial<StaffSettings>): Promise<void>
}
export type SettingsStore = LiveStore<SettingsState>

export function createSettingsStore({
  client,
  session,
  initial,
}: {
  client: Client
  session: SessionStore
  initial: Pick<StaffSettings, 'language'>
}): SettingsStore {
  const store = createStore<SettingsState>()((set, get) => ({
    settings: { theme: 'system', density: 'comfortable', undoSeconds: 5, sendKey: 'enter', letterKeys: true, ...initial },
    async change(changes) {
      const before = get().settings
      const settings = { ...before, ...changes }
      set({ settings })
      if (session.getState().phase !== 'signed-in') return
      try {
        const saved = await client.call('staff.saveSettings', { settings })
        session.setSettings(saved.settings)
      } catch (cause) {
        set({ settings: before })
        throw cause
      }
    },
  }))

  // Also for whoever has something to read first.
  session.subscribe(({ me }, { me: before }) => {
    if (me !== null && me.staffId !== before?.staffId) store.setState({ settings: me.settings })
  })
  return liveStore(store, {})
}
