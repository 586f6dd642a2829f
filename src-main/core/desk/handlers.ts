import type { Handlers } from '../dispatch/handlers.ts'
import type { Desk, OpenShop } from './desk.ts'

export type DeskMethod =
  | 'desk.status'
  | 'desk.openPractice'
  | 'desk.openShop'
  | 'desk.leavePractice'
  | 'desk.retry'
  | 'desk.unlockWithKit'
  | 'desk.unlockWithPassphrase'

export function createDeskHandlers(desk: Desk<OpenShop>): Handlers<DeskMethod> {
  return {
    'desk.status': () => desk.status(),
    'desk.openPractice': ({ startAnew }) => (startAnew ? desk.openPracticeAnew() : desk.open('practice')),
    'desk.openShop': () => desk.open('shop'),
    'desk.leavePractice': () => desk.leavePractice(),
    'desk.retry': () => desk.retry(),
    'desk.unlockWithKit': (input) => desk.unlockWithKit(input.kit),
    'desk.unlockWithPassphrase': (input) => desk.unlockWithPassphrase(input.passphrase),
  }
}
