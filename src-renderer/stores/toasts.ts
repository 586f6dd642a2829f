import { Toast } from '@base-ui/react/toast'

export type ToastInput = {
  /** Already in the reader's language. */
  text: string
  tone?: 'neutral' | 'success' | 'problem'
  action?: { label: string; run(): void }
  /** How long it stays; an undo has its own time. */
  timeoutMs?: number
}
export type ToastData = { tone: NonNullable<ToastInput['tone']>; action: ToastInput['action'] | null }

const STAYS_MS = 5_000
/** Long enough to read what went wrong and what to do. */
const PROBLEM_STAYS_MS = 10_000

export type Toasts = ReturnType<typeof createToasts>

/** Short notices at the edge of the screen. */
export function createToasts() {
  const manager = Toast.createToastManager<ToastData>()
  return {
    /** For the one place that draws them. */
    manager,
    show({ text, tone = 'neutral', action, timeoutMs }: ToastInput): string {
      return manager.add({
        description: text,
        timeout: timeoutMs ?? (tone === 'problem' ? PROBLEM_STAYS_MS : STAYS_MS),
        priority: tone === 'problem' ? 'high' : 'low',
        data: { tone, action: action ?? null },
      })
    },
    dismiss: (id: string) => manager.close(id),
  }
}
