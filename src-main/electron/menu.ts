import type { Menu, MenuItemConstructorOptions } from 'electron'

/** In production no entry, and so no shortcut, that reloads a window or opens its developer tools. macOS needs a menu for copy and paste. */
export function setMenu(
  menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>,
  options: { isProduction: boolean; platform: NodeJS.Platform },
): void {
  const template: MenuItemConstructorOptions[] = [
    ...(options.platform === 'darwin' ? ([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }] as const) : []),
    ...(options.isProduction ? [] : ([{ role: 'viewMenu' }] as const)),
  ]
  menu.setApplicationMenu(template.length === 0 ? null : menu.buildFromTemplate(template))
}
