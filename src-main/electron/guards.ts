import type { MediaAccessPermissionRequest, PermissionCheckHandlerHandlerDetails, Session, WebContents } from 'electron'
import { MEDIA_PATH } from '#core/media/request.ts'
import { type OutsideLinks, schemeOf } from './outside-links.ts'
import { APP_SCHEME, isOfOrigin } from './page-origin.ts'

type Permission = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1]

/** Every permission Electron knows, decided. A name that a new Electron brings does not compile until it is decided here. */
export const PERMISSIONS: Readonly<Record<Permission, 'deny' | 'ours'>> = {
  // Copying a text to the clipboard at a click. Reading it stays denied.
  'clipboard-sanitized-write': 'ours',
  ar: 'deny',
  'automatic-fullscreen': 'deny',
  'background-fetch': 'deny',
  'background-sync': 'deny',
  'captured-surface-control': 'deny',
  'clipboard-read': 'deny',
  'deprecated-sync-clipboard-read': 'deny',
  'display-capture': 'deny',
  fileSystem: 'deny',
  fullscreen: 'deny',
  geolocation: 'deny',
  'geolocation-approximate': 'deny',
  'hand-tracking': 'deny',
  hid: 'deny',
  'idle-detection': 'deny',
  keyboardLock: 'deny',
  'local-fonts': 'deny',
  'local-network': 'deny',
  'local-network-access': 'deny',
  'loopback-network': 'deny',
  // Voice notes: the microphone alone, never the camera.
  media: 'ours',
  mediaKeySystem: 'deny',
  midi: 'deny',
  midiSysex: 'deny',
  nfc: 'deny',
  notifications: 'deny',
  openExternal: 'deny',
  'payment-handler': 'deny',
  'periodic-background-sync': 'deny',
  'persistent-storage': 'deny',
  pointerLock: 'deny',
  'screen-wake-lock': 'deny',
  sensors: 'deny',
  serial: 'deny',
  'smart-card': 'deny',
  'speaker-selection': 'deny',
  'storage-access': 'deny',
  'system-wake-lock': 'deny',
  'top-level-storage-access': 'deny',
  usb: 'deny',
  vr: 'deny',
  'web-app-installation': 'deny',
  'web-printing': 'deny',
  'window-management': 'deny',
  unknown: 'deny',
}

/** A request names all it wants, a check one thing. */
type AskedMedia = Pick<MediaAccessPermissionRequest, 'mediaTypes'> & Pick<PermissionCheckHandlerHandlerDetails, 'mediaType'>

/** For every session there is: where nothing is decided, Electron itself says yes. */
export function guardSession(
  session: Session,
  deps: {
    pageOrigin: string
    isProduction: boolean
    /** Whether the system lets this program hear; it may ask whoever sits there. */
    askForMicrophone(): Promise<boolean>
  },
): void {
  const allows = (permission: Permission, address: string, details: { isMainFrame: boolean } & AskedMedia) =>
    details.isMainFrame &&
    PERMISSIONS[permission] === 'ours' &&
    isOfOrigin(address, deps.pageOrigin) &&
    (permission !== 'media' || isMicrophone(details))
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const isAllowed = allows(permission, details.requestingUrl, details)
    if (isAllowed && permission === 'media') void answerWith(callback, deps.askForMicrophone())
    else callback(isAllowed)
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => allows(permission, requestingOrigin, details))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null))
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses)
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }))
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault()
    callback()
  })
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault()
    callback()
  })
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault()
    callback('')
  })
  // Electron asks where to put it.
  session.on('will-download', (event, item) => {
    if (!mayDownload(item.getURL(), deps.pageOrigin)) event.preventDefault()
  })
  // Its dictionaries would come from a public server.
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !mayLoad(url, deps) }))
}

function isMicrophone({ mediaTypes, mediaType }: AskedMedia): boolean {
  return mediaTypes === undefined ? mediaType === 'audio' : mediaTypes.length === 1 && mediaTypes[0] === 'audio'
}

/** A system that cannot say is one that says no. */
async function answerWith(callback: (isGranted: boolean) => void, answer: Promise<boolean>): Promise<void> {
  callback(await answer.catch(() => false))
}

/** What the page made, and files that the core gives out to be saved. */
function mayDownload(address: string, pageOrigin: string): boolean {
  if (isMadeByPage(address, pageOrigin)) return true
  return isOfOrigin(address, pageOrigin) && new URL(address).pathname.startsWith(MEDIA_PATH) && new URL(address).search === '?save'
}

/** A picture, or a sheet to be saved, that the page has in memory. */
function isMadeByPage(address: string, pageOrigin: string): boolean {
  return address.startsWith('blob:') && isOfOrigin(address.slice('blob:'.length), pageOrigin)
}

/** All real traffic is the core's; a page loads what came with the program, and pictures it made itself. */
function mayLoad(address: string, { pageOrigin, isProduction }: { pageOrigin: string; isProduction: boolean }): boolean {
  if (isOfOrigin(address, pageOrigin)) return true
  if (isMadeByPage(address, pageOrigin)) return true
  if (isProduction || pageOrigin.startsWith(`${APP_SCHEME}:`)) return !isProduction && address.startsWith('devtools:')
  // Vite's development server talks to its pages over a socket of the same host.
  return address.startsWith('devtools:') || isOfOrigin(address.replace(/^ws:/, 'http:'), pageOrigin)
}

/** For every kind of contents there is, at the moment it is made, so that no window can miss them. */
export function guardContents(
  contents: WebContents,
  deps: { pageOrigin: string; outside: OutsideLinks; refused(scheme: string): void },
): void {
  const keepHome = (event: Electron.Event<{ url: string }>) => {
    if (isOfOrigin(event.url, deps.pageOrigin)) return
    event.preventDefault()
    deps.refused(schemeOf(event.url))
  }
  contents.on('will-navigate', keepHome)
  contents.on('will-frame-navigate', keepHome)
  contents.on('will-redirect', keepHome)
  // A link of our page that leads out of it is followed by the system's browser. There is never a second window.
  contents.setWindowOpenHandler(({ url }) => {
    if (isOfOrigin(contents.getURL(), deps.pageOrigin)) deps.outside.open(url)
    return { action: 'deny' }
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault()
    callback('')
  })
}
