import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { linguiMacros } from './electron.vite.config.ts'
import { findChromium } from './test/support/chromium.ts'

const executablePath = findChromium()

/** Nothing here measures time: the limit only ends what hangs, on slow machines, too. */
const testTimeout = 30_000

/** A microphone that beeps, and nobody who has to allow it. */
const fakeMicrophone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          testTimeout,
          hookTimeout: testTimeout,
          // By default one core is left over, which is half of two.
          maxWorkers: '100%',
          environment: 'node',
          globalSetup: ['test/support/secret-service-setup.ts'],
          include: ['test/{contract,core,practice,host,electron,renderer,architecture,simulation,fuzz,peers,bench}/**/*.test.ts'],
        },
      },
      {
        // Real processes of the built program; one file at a time, so that they do not slow each other.
        test: {
          name: 'process',
          testTimeout,
          hookTimeout: testTimeout,
          environment: 'node',
          globalSetup: ['test/support/secret-service-setup.ts'],
          include: ['test/{process,durability}/**/*.test.ts'],
          fileParallelism: false,
        },
      },
      {
        plugins: [linguiMacros(), react(), lingui()],
        // Found late, by a worker or on first use, they would make a page load itself anew in the middle of a test.
        optimizeDeps: { include: ['mediabunny', 'pdfjs-dist'] },
        test: {
          name: 'page',
          testTimeout,
          hookTimeout: testTimeout,
          include: ['test/renderer/**/*.browser.test.tsx'],
          // Of several pages one has the focus, and there are tests of where it goes.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox', ...fakeMicrophone] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
