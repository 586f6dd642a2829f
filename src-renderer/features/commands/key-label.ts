const names: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  Escape: 'Esc',
  Control: 'Ctrl',
  Meta: '⌘',
}

/** The keys of a binding as they stand on the keyboard, each press a list: `g i` → G, I; `$mod+k` → Ctrl+K or ⌘K. */
export function keyLabels(keys: string, isMac: boolean): string[] {
  return keys.split(' ').map((press) => {
    const parts = press
      .split(/\+(?=.)/)
      .filter((part) => !part.startsWith('[') && part !== 'AltGraph')
      .map((part) => nameOf(part, isMac))
    return isMac ? parts.join('') : parts.join('+')
  })
}

/** The same on one line, for tooltips. */
export function keyLabel(keys: string, isMac: boolean): string {
  return keyLabels(keys, isMac).join(' ')
}

export function isMacPlatform(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform)
}

function nameOf(part: string, isMac: boolean): string {
  if (part === '$mod') return isMac ? '⌘' : 'Ctrl'
  if (part === 'Alt') return isMac ? '⌥' : 'Alt'
  if (part === 'Shift') return isMac ? '⇧' : 'Shift'
  return names[part] ?? (part.length === 1 ? part.toUpperCase() : part)
}
