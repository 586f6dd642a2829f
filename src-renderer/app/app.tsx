import { CSPProvider } from '@base-ui/react/csp-provider'
import type { ReactNode } from 'react'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { LanguageProvider } from '#renderer/i18n/language-provider.tsx'
import type { Stores } from '#renderer/stores/create-stores.ts'
import { StoresProvider, useSettings } from '#renderer/stores/stores-context.tsx'
import { TooltipProvider } from '#renderer/ui/tooltip.tsx'
import { Appearance } from './appearance.tsx'
import { Root } from './root.tsx'

export function App({ stores }: { stores: Stores }) {
  return (
    <StoresProvider stores={stores}>
      <Appearance />
      <Providers>
        <Root />
      </Providers>
    </StoresProvider>
  )
}

function Providers({ children }: { children: ReactNode }) {
  const language = useSettings((state) => state.settings.language)
  return (
    <LanguageProvider language={language}>
      {/* Base UI would put style elements into the page, which the content security policy refuses. */}
      <CSPProvider disableStyleElements>
        <TooltipProvider>
          <Router
            hook={useHashLocation} // oxlint-disable-line react/hooks -- wouter takes its location hook as a value
          >
            {children}
          </Router>
        </TooltipProvider>
      </CSPProvider>
    </LanguageProvider>
  )
}
