import { I18nProvider as LinguiProvider } from '@lingui/react'
import { useLayoutEffect, useMemo, type ReactNode } from 'react'
import { createI18n } from './create-i18n.ts'
import type { Language } from './language.ts'
import { FmtProvider } from './use-fmt.tsx'

type Props = { language: Language; timeZone?: string; children: ReactNode }

/** Gives everything below it words and formats in one language, and says on the document which one it is. */
export function LanguageProvider({ language, timeZone, children }: Props) {
  const i18n = useMemo(() => createI18n(language), [language])
  useLayoutEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return (
    <LinguiProvider i18n={i18n}>
      <FmtProvider language={language} {...(timeZone === undefined ? {} : { timeZone })}>
        {children}
      </FmtProvider>
    </LinguiProvider>
  )
}
