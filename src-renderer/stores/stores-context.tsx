import { createContext, use, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Permission } from '#contract'
import type { Stores } from './create-stores.ts'
import type { CostsState } from './costs.ts'
import type { DeskState } from './desk.ts'
import type { NoticesState } from './notices.ts'
import type { NumberState } from './number.ts'
import type { PoliciesState } from './policies.ts'
import type { PracticeState } from './practice.ts'
import type { JournalState } from './journal.ts'
import type { RecoveryState } from './recovery.ts'
import type { RulesState } from './rules.ts'
import type { RepliesState } from './replies.ts'
import type { SecurityState } from './security.ts'
import { may, type SessionState } from './session.ts'
import type { SettingsState } from './settings.ts'
import type { StaffState } from './staff.ts'
import type { StepUpState } from './step-up.ts'
import type { TeamsState } from './teams.ts'
import type { TemplatesState } from './templates.ts'
import type { Toasts } from './toasts.ts'

const StoresContext = createContext<Stores | null>(null)

export function StoresProvider({ stores, children }: { stores: Stores; children: ReactNode }) {
  return <StoresContext value={stores}>{children}</StoresContext>
}

export function useStores(): Stores {
  const stores = use(StoresContext)
  if (stores === null) throw new Error('useStores needs a StoresProvider above it')
  return stores
}

// Each takes a narrow selector. One that makes a new object or array each time needs `useShallow` around it.
export const useDesk = <T,>(select: (state: DeskState) => T): T => useStore(useStores().desk, select)
export const useSession = <T,>(select: (state: SessionState) => T): T => useStore(useStores().session, select)
export const useSettings = <T,>(select: (state: SettingsState) => T): T => useStore(useStores().settings, select)
export const useStaff = <T,>(select: (state: StaffState) => T): T => useStore(useStores().staff, select)
export const useTeams = <T,>(select: (state: TeamsState) => T): T => useStore(useStores().teams, select)
export const useSecurity = <T,>(select: (state: SecurityState) => T): T => useStore(useStores().security, select)
export const usePolicies = <T,>(select: (state: PoliciesState) => T): T => useStore(useStores().policies, select)
export const useRules = <T,>(select: (state: RulesState) => T): T => useStore(useStores().rules, select)
export const useRecovery = <T,>(select: (state: RecoveryState) => T): T => useStore(useStores().recovery, select)
export const useJournal = <T,>(select: (state: JournalState) => T): T => useStore(useStores().journal, select)
export const useStepUp = <T,>(select: (state: StepUpState) => T): T => useStore(useStores().stepUp, select)
export const useReplies = <T,>(select: (state: RepliesState) => T): T => useStore(useStores().replies, select)
export const useNotices = <T,>(select: (state: NoticesState) => T): T => useStore(useStores().notices, select)
export const useNumber = <T,>(select: (state: NumberState) => T): T => useStore(useStores().number, select)
export const useCosts = <T,>(select: (state: CostsState) => T): T => useStore(useStores().costs, select)
export const useTemplates = <T,>(select: (state: TemplatesState) => T): T => useStore(useStores().templates, select)
export const usePractice = <T,>(select: (state: PracticeState) => T): T => useStore(useStores().practice, select)
export const useToasts = (): Toasts => useStores().toasts
export const useMay = (permission: Permission): boolean => useSession((state) => may(state, permission))
