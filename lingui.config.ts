import { defineConfig } from '@lingui/conf'
import { formatter } from '@lingui/format-po'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'pt-BR'],
  fallbackLocales: { default: 'en' },
  catalogs: [{ path: '<rootDir>/src-renderer/i18n/locales/{locale}', include: ['<rootDir>/src-renderer'] }],
  // Without line numbers, so that a catalogue changes only when its words do.
  format: formatter({ lineNumbers: false }),
})
