import type { App } from 'electron'
import { refusedVariable } from '#host/environment.ts'

/**
 * Chromium and Node switches that open the program to others or take its walls down. Fuses do not cover them, and a changed shortcut is
 * all it takes to add one.
 */
export const REFUSED_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-wait',
  'inspect-port',
  'inspect-publish-uid',
  'js-flags',
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-gpu-sandbox',
  'single-process',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'host-rules',
  'host-resolver-rules',
  'proxy-server',
  'proxy-pac-url',
  'proxy-bypass-list',
  'proxy-auto-detect',
  'load-extension',
  'user-data-dir',
  'ssl-key-log-file',
  'log-net-log',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
] as const

/** Whole families, so that a switch added to one later is refused too. */
const REFUSED_FAMILIES = /^(?:--|-|\/)(?:remote-debugging-|inspect|proxy-)/

/** Null when the program may start; else what it was started with that it must not be. */
export function refuseStart(deps: {
  commandLine: Pick<App['commandLine'], 'hasSwitch'>
  argv: readonly string[]
  env: NodeJS.ProcessEnv
}): string | null {
  const known = REFUSED_SWITCHES.find((name) => deps.commandLine.hasSwitch(name))
  if (known !== undefined) return `--${known}`
  const ofFamily = deps.argv.slice(1).find((argument) => REFUSED_FAMILIES.test(argument))
  return ofFamily?.replace(/=.*/s, '') ?? refusedVariable(deps.env)
}
