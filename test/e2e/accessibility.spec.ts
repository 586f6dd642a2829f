import type { Page } from '@playwright/test'
import { routes } from '#renderer/app/routes.ts'
import { expect, test } from './fixtures.ts'
import { expectAccessible } from './steps.ts'

/** axe reads the whole page many times over; a trace of that is slow and of no use. */
test.use({ trace: 'off' })

/** Nothing may stick out sideways, at 320 pixels and at 400 percent zoom alike. */
async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }))
  expect({ what, isTooWide: content > window }).toEqual({ what, isTooWide: false })
}

const looks = [
  { name: 'light', options: { colorScheme: 'light', viewport: { width: 1360, height: 860 } } },
  { name: 'dark', options: { colorScheme: 'dark', viewport: { width: 1360, height: 860 } } },
  { name: '320 pixels', options: { colorScheme: 'light', viewport: { width: 320, height: 640 } } },
] as const

/** Each address that there is, without what may stand at its end. The gallery's specimens come one by one below. */
const screens = Object.entries(routes)
  .filter(([name]) => name !== 'gallery')
  .map(([, path]) => path.replaceAll(/\/:\w+\?/g, ''))

for (const { name, options } of looks) {
  test(`before sign-in, ${name}`, async ({ newDesk }) => {
    const page = await newDesk.open(options)
    await page.getByRole('button', { name: /loja de treino/i }).waitFor()
    await expectAccessible(page, 'first screen')
    await expectNoSidewaysScroll(page, 'first screen')
    await page.getByRole('button', { name: /Conectar seu número/ }).click()
    await page.getByRole('button', { name: 'Criar a loja' }).click()
    await expectAccessible(page, 'first run with problems')
    await expectNoSidewaysScroll(page, 'first run')
  })

  test(`at work, ${name}`, async ({ practiceShop }) => {
    const page = await practiceShop.openAs('Helena', options)
    for (const route of screens) {
      await page.evaluate((to) => {
        window.location.hash = to
      }, route)
      await expect(page).toHaveURL((url) => url.hash === `#${route}` || url.hash.startsWith(`#${route}/`))
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(page, route)
      await expectNoSidewaysScroll(page, route)
    }
    await page.evaluate(() => {
      window.location.hash = '/inbox/all'
    })
    await page.getByRole('link', { name: /Marina Sato/ }).click()
    await expect(page.getByRole('article').first()).toBeVisible()
    await expectAccessible(page, 'thread')
    await expectNoSidewaysScroll(page, 'thread')
    await page.keyboard.press('ControlOrMeta+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page, 'command menu')
  })
}

/** Of those below, what is a dialog above a screen. */
const DIALOGS = new Set([
  'pin',
  'step-up',
  'staff-invite',
  'staff-code',
  'staff-code-app',
  'staff-role',
  'staff-sessions',
  'staff-leave',
  'roles-new',
  'roles-review',
  'teams-edit',
  'rules-write',
  'rules-carry-out',
  'journal-whole',
  'journal-broken',
  'template-details',
  'template-picker',
  'template-picker-empty',
  'template-filling',
  'template-filling-place',
  'template-filling-offer',
  'template-filling-carousel',
  'viewer-image',
])

/** Of the gallery: what takes a shop of its own, several people, or days of waiting to be seen. */
const specimens = {
  'the ways in': [
    'sign-in-code',
    'sign-in-reset-code',
    'sign-in-tiles',
    'sign-in-ended',
    'sign-in-invitation',
    'sign-in-kit',
    'duties-app',
    'duties-policies',
    'recovery-codes',
    'settings-no-keys',
    'pin',
    'step-up',
    'idle-warning',
  ],
  'people and roles': [
    'staff-auditor',
    'staff-invite',
    'staff-code',
    'staff-code-app',
    'staff-role',
    'staff-sessions',
    'staff-leave',
    'roles',
    'roles-read-only',
    'roles-new',
    'roles-review',
    'teams',
    'teams-none',
    'teams-edit',
  ],
  'rules and journal': [
    'rules',
    'rules-none',
    'rules-attendant',
    'rules-failed',
    'rules-write',
    'rules-carry-out',
    'journal',
    'journal-none',
    'journal-failed',
    'journal-one-customer',
    'journal-whole',
    'journal-broken',
  ],
  templates: [
    'templates',
    'templates-empty',
    'templates-offline',
    'template-details',
    'template-new',
    'template-change',
    'template-wrong',
    'template-refused',
    'template-category',
    'template-offer',
    'template-carousel',
    'template-picker',
    'template-picker-empty',
    'template-filling',
    'template-filling-place',
    'template-filling-offer',
    'template-filling-carousel',
  ],
  messages: [
    'messages-words',
    'messages-pictures',
    'messages-albums',
    'messages-sounds',
    'messages-documents',
    'messages-states',
    'messages-cards',
    'messages-offers',
    'messages-templates',
    'messages-notices',
    'viewer-image',
  ],
}

for (const { name, options } of looks) {
  for (const [what, names] of Object.entries(specimens)) {
    test(`${what}, ${name}`, async ({ newDesk }) => {
      const page = await newDesk.open(options)
      for (const specimen of names) {
        await page.evaluate((to) => {
          window.location.hash = `/dev/gallery/${to}`
        }, specimen)
        await expect(page.getByRole(DIALOGS.has(specimen) ? 'dialog' : 'main').first()).toBeVisible()
        await expectAccessible(page, specimen)
        await expectNoSidewaysScroll(page, specimen)
      }
    })
  }
}
