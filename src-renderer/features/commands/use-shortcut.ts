import { useSettings } from '#renderer/stores/stores-context.tsx'
import { commandKeys, type CommandId } from './command-keys.ts'
import { isMacPlatform, keyLabel } from './key-label.ts'

/** The key of a command as a tooltip shows it; nothing where the person has switched letters off. */
export function useShortcut(id: CommandId): { shortcut?: string } {
  const areLettersOn = useSettings((state) => state.settings.letterKeys)
  const keys: string | undefined = commandKeys[id][0]
  if (keys === undefined || (!areLettersOn && !keys.includes('+'))) return {}
  return { shortcut: keyLabel(keys, isMacPlatform()) }
}
