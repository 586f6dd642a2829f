import { defineConfig } from '@playwright/test'
import { findChromium } from './test/support/chromium.ts'

const executablePath = findChromium()

const WHOLE_THREADS = /(conversation|sending)\.spec\.ts$/

export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/support/secret-service-setup.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  // Whole threads of pictures keep both cores busy: where it matters how soon something is gone from the screen, they are not beside it.
  projects: [
    { name: 'program', testIgnore: WHOLE_THREADS },
    { name: 'threads', testMatch: WHOLE_THREADS, dependencies: ['program'] },
  ],
  use: {
    browserName: 'chromium',
    launchOptions: executablePath === undefined ? {} : { executablePath },
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    // Without its film, which costs each test a seventh of its work: the pages themselves are in it, step by step.
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
})
