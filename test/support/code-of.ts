import { AppError } from '#core/lib/app-error.ts'

/** The code of the expected failure that `act` ends in, `no failure` when it does not; anything else is thrown on. */
export async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act()
  } catch (cause) {
    if (cause instanceof AppError) return cause.code
    throw cause
  }
  return 'no failure'
}
