import { useEffect, useLayoutEffect, useState } from 'react'
import { useSettings } from '#renderer/stores/stores-context.tsx'

const DARK = '(prefers-color-scheme: dark)'

/** Puts theme and density on the document, where tokens.css looks for them. */
export function Appearance() {
  const theme = useSettings((state) => state.settings.theme)
  const density = useSettings((state) => state.settings.density)
  const [isSystemDark, setSystemDark] = useState(() => matchMedia(DARK).matches)

  useEffect(() => {
    const query = matchMedia(DARK)
    const follow = () => setSystemDark(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])

  const isDark = theme === 'dark' || (theme === 'system' && isSystemDark)
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
    document.documentElement.dataset['density'] = density
  }, [isDark, density])

  return null
}
