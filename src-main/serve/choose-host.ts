export type HostChoice = 'node' | 'electron' | 'auto'

export type HostFacts = {
  readonly choice: HostChoice
  readonly hasDisplay: boolean
  /** Chromium's sandbox does not work for root on Linux, and Electron does not start here without it. */
  readonly isLinuxRoot: boolean
}

/** Throws with a sentence that says what is wrong. */
export function readHostChoice(env: NodeJS.ProcessEnv): HostChoice {
  const choice = env['BALCAO_HOST'] ?? 'auto'
  if (choice === 'node' || choice === 'electron' || choice === 'auto') return choice
  throw new Error(`BALCAO_HOST is node, electron or auto, not "${choice}"`)
}

/** Whether it is worth looking for Electron, and downloading it. */
export function mayUseElectron({ choice, hasDisplay, isLinuxRoot }: HostFacts): boolean {
  if (choice === 'auto') return hasDisplay && !isLinuxRoot
  return choice === 'electron'
}
