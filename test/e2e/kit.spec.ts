import { expect, test } from './fixtures.ts'
import { firstRun, setUpApp } from './steps.ts'

for (const [locale, colorScheme] of [
  ['pt-BR', 'dark'],
  ['en-US', 'light'],
] as const) {
  test(`the recovery kit is printed alone and on one page, in ${locale}, ${colorScheme}`, async ({ rig }) => {
    const page = await rig.open({ colorScheme })
    await firstRun(page)
    await setUpApp(page)
    if (locale === 'en-US') {
      await page.getByRole('button', { name: 'Português (Brasil)' }).click()
      await page.getByRole('menuitemradio', { name: 'English' }).click()
      await page.keyboard.press('Escape')
    }
    await page.getByRole('button', { name: /^(Fazer o kit de recuperação|Make the recovery kit)$/ }).click()
    const sheet = page.getByRole('article')
    await expect(sheet.getByRole('listitem')).toHaveCount(13)
    await expect(sheet.getByRole('img')).toBeVisible()

    await page.emulateMedia({ media: 'print' })
    await expect(sheet.getByRole('img')).toBeVisible()
    await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0)
    const colours = await sheet.evaluate((element) => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor])
    expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  })
}
