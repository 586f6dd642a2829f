import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { StaffService } from './service.ts'

type StaffMethod = 'staff.list' | 'staff.listAccounts' | 'staff.saveSettings' | 'practice.people'

export function createStaffHandlers(staff: StaffService): Handlers<StaffMethod> {
  return {
    'staff.list': () => ({ staff: staff.list() }),
    'staff.listAccounts': () => ({ accounts: staff.listAccounts() }),
    'staff.saveSettings': (input, context) => ({ settings: staff.saveSettings(input.settings, actorOf(context)) }),
    'practice.people': () => ({
      people: staff
        .list()
        .filter((person) => person.isActive)
        .map(({ staffId, name, roleId }) => ({ staffId, name, roleId })),
    }),
  }
}
