import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type { ElectronModule } from '#electron/create-shell.ts'

/**
 * A fake of the part of Electron that the shell uses. Each member is checked against Electron's own declarations; what is not declared here
 * throws when it is touched, so that the shell cannot lean on anything that no test has looked at. Events are the test's to emit.
 */
export function createFakeElectron(options: FakeElectronOptions = {}) {
  /** What was called, in order, with what. */
  const calls: { name: string; args: readonly unknown[] }[] = []
  const record = (name: string, ...args: readonly unknown[]) => void calls.push({ name, args })
  const state = {
    windows: [] as FakeWindow[],
    sessions: new Map<string, FakeSession>(),
    processes: [] as FakeUtilityProcess[],
    handlers: new Map<string, IpcHandler>(),
    dialogs: [] as string[],
  }
  let nextContentsId = 1

  const appEvents = new EventEmitter()
  const app = strict('app', {
    ...listenable(appEvents, record, 'app'),
    ...({
      isPackaged: options.isPackaged ?? true,
      commandLine: strict('app.commandLine', {
        hasSwitch: (name: string) => (options.switches ?? []).includes(name),
      } satisfies Partial<Electron.CommandLine>) as Electron.CommandLine,
      enableSandbox: () => record('app.enableSandbox'),
      setPath(name: string, path: string) {
        if (!(options.folders?.has(path) ?? true)) throw new Error(`Path does not exist: ${path}`)
        record('app.setPath', name, path)
      },
      requestSingleInstanceLock() {
        record('app.requestSingleInstanceLock')
        return options.hasInstanceLock ?? true
      },
      async whenReady() {
        record('app.whenReady')
        sessionOf('')
      },
      quit: () => record('app.quit'),
      exit: (code?: number) => record('app.exit', code),
    } satisfies Partial<Electron.App>),
  })

  const protocol = strict('protocol', {
    registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => record('protocol.registerSchemesAsPrivileged', schemes),
  } satisfies Partial<Electron.Protocol>)

  function sessionOf(partition: string): FakeSession {
    const known = state.sessions.get(partition)
    if (known !== undefined) return known
    const made = createFakeSession(record)
    state.sessions.set(partition, made)
    appEvents.emit('session-created', made.session)
    return made
  }
  const session = strict('session', {
    fromPartition: (partition: string) => sessionOf(partition).session,
    get defaultSession() {
      return sessionOf('').session
    },
  } satisfies Partial<typeof Electron.session>)

  /** Any contents there can be: a window's, or those of something else that a page managed to make. */
  function createContents(): FakeContents {
    const made = createFakeContents(nextContentsId++, record)
    appEvents.emit('web-contents-created', {}, made.contents)
    return made
  }

  const BrowserWindow = strict(
    'BrowserWindow',
    Object.assign(
      function (windowOptions: Electron.BrowserWindowConstructorOptions) {
        record('new BrowserWindow', windowOptions)
        const made = createFakeWindow(createContents(), record)
        state.windows.push(made)
        return made.window
      },
      { getAllWindows: () => state.windows.filter((window) => !window.isClosed()).map((window) => window.window) } satisfies Partial<
        typeof Electron.BrowserWindow
      >,
    ),
  )

  const ipcMain = strict('ipcMain', {
    handle(channel: string, handler: IpcHandler) {
      record('ipcMain.handle', channel)
      state.handlers.set(channel, handler)
    },
  } satisfies Partial<Electron.IpcMain>)

  const menu = strict('Menu', {
    buildFromTemplate(template: Electron.MenuItemConstructorOptions[]) {
      record('Menu.buildFromTemplate', template)
      // Handed back to `setApplicationMenu` and looked at by nobody.
      return strict('menu', {}) as unknown as Electron.Menu
    },
    setApplicationMenu: (given: Electron.Menu | null) => record('Menu.setApplicationMenu', given),
  } satisfies Partial<typeof Electron.Menu>)

  const powerEvents = new EventEmitter()
  const powerMonitor = strict('powerMonitor', listenable(powerEvents, record, 'powerMonitor'))

  const utilityProcess = strict('utilityProcess', {
    fork(path: string, args?: string[], forkOptions?: Electron.ForkOptions) {
      record('utilityProcess.fork', path, args, forkOptions)
      const made = createFakeUtilityProcess()
      state.processes.push(made)
      return made.process
    },
  } satisfies Partial<typeof Electron.utilityProcess>)

  const shell = strict('shell', {
    async openExternal(url: string) {
      record('shell.openExternal', url)
      if (options.opensNothing === true) throw new Error(`Failed to open: ${url}`)
    },
  } satisfies Partial<Electron.Shell>)

  const systemPreferences = strict('systemPreferences', {
    async askForMediaAccess(mediaType: 'microphone' | 'camera') {
      record('systemPreferences.askForMediaAccess', mediaType)
      if (options.microphone === 'broken') throw new Error('The system does not answer')
      return options.microphone ?? true
    },
  } satisfies Partial<Electron.SystemPreferences>)

  const dialog = strict('dialog', {
    showErrorBox(title: string, content: string) {
      record('dialog.showErrorBox', title)
      state.dialogs.push(content)
    },
  } satisfies Partial<Electron.Dialog>)

  // Members are checked one by one above; together they are less than Electron has, and what is missing throws.
  const electron = strict('electron', {
    app,
    BrowserWindow,
    dialog,
    ipcMain,
    Menu: menu,
    powerMonitor,
    protocol,
    session,
    shell,
    systemPreferences,
    utilityProcess,
  }) as unknown as ElectronModule
  return {
    electron,
    calls,
    ...state,
    emitApp: (event: string, ...args: unknown[]) => appEvents.emit(event, ...args),
    emitPower: (event: 'lock-screen' | 'suspend' | 'user-did-resign-active' | 'resume' | 'unlock-screen') => powerEvents.emit(event),
    createContents,
    createSession: (partition: string) => sessionOf(partition),
    names: () => calls.map((call) => call.name),
    argsOf: (name: string) => calls.filter((call) => call.name === name).map((call) => call.args),
  }
}

export type FakeElectronOptions = {
  isPackaged?: boolean
  switches?: readonly string[]
  hasInstanceLock?: boolean
  /** No program for any address. */
  opensNothing?: boolean
  /** What whoever sits there tells macOS. */
  microphone?: boolean | 'broken'
  /** The ones that exist: `setPath` throws for any other, as Electron's does. */
  folders?: ReadonlySet<string>
}

type IpcHandler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown
type Record = (name: string, ...args: readonly unknown[]) => void

/** Touching what the fake does not have is the test's failure, not `undefined`. */
function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      // Asked of everything that is awaited or printed.
      if (typeof key === 'symbol' || key === 'then' || key === 'toJSON' || key === 'prototype') return Reflect.get(object, key, receiver)
      if (!(key in object)) throw new Error(`The fake Electron has no ${name}.${key}`)
      return Reflect.get(object, key, receiver)
    },
    set(_object, key) {
      throw new Error(`The fake Electron does not let ${name}.${String(key)} be set`)
    },
  })
}

function listenable(events: EventEmitter, record: Record, name: string) {
  const add = (method: 'on' | 'once') => (event: string, listener: (...args: never[]) => void) => {
    record(`${name}.${method} ${event}`)
    // Listeners are typed where they are registered; here they are only kept.
    events[method](event, listener as (...args: unknown[]) => void)
  }
  return { on: add('on'), once: add('once') }
}

export type FakeSession = ReturnType<typeof createFakeSession>

function createFakeSession(record: Record) {
  const events = new EventEmitter()
  const held = {
    permissionRequest: null as Parameters<Electron.Session['setPermissionRequestHandler']>[0],
    permissionCheck: null as Parameters<Electron.Session['setPermissionCheckHandler']>[0],
    device: null as Parameters<Electron.Session['setDevicePermissionHandler']>[0],
    display: null as Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0],
    usb: null as Parameters<Electron.Session['setUSBProtectedClassesHandler']>[0],
    bluetooth: null as Parameters<Electron.Session['setBluetoothPairingHandler']>[0],
    beforeRequest: null as
      | ((details: Electron.OnBeforeRequestListenerDetails, callback: (response: Electron.CallbackResponse) => void) => void)
      | null,
    spellChecker: null as boolean | null,
    schemes: new Map<string, (request: Request) => Response | Promise<Response>>(),
  }
  const session = strict('session', {
    ...listenable(events, record, 'session'),
    ...({
      setPermissionRequestHandler: (handler) => void (held.permissionRequest = handler),
      setPermissionCheckHandler: (handler) => void (held.permissionCheck = handler),
      setDevicePermissionHandler: (handler) => void (held.device = handler),
      setDisplayMediaRequestHandler: (handler) => void (held.display = handler),
      setUSBProtectedClassesHandler: (handler) => void (held.usb = handler),
      setBluetoothPairingHandler: (handler) => void (held.bluetooth = handler),
      setSpellCheckerEnabled: (enabled) => void (held.spellChecker = enabled),
      async fetch(input, init) {
        const address = typeof input === 'string' ? input : input.url
        record('session.fetch', address, init)
        return new Response(`from ${address}`)
      },
    } satisfies Partial<Electron.Session>),
    webRequest: strict('session.webRequest', {
      onBeforeRequest: (listener: NonNullable<(typeof held)['beforeRequest']>) => void (held.beforeRequest = listener),
    } satisfies { [Key in 'onBeforeRequest']: unknown } & Partial<{ [Key in keyof Electron.WebRequest]: unknown }>),
    protocol: strict('session.protocol', {
      handle(scheme: string, handler: (request: Request) => Response | Promise<Response>) {
        record('session.protocol.handle', scheme)
        held.schemes.set(scheme, handler)
      },
    } satisfies Partial<Electron.Protocol>),
  }) as unknown as Electron.Session // members are checked above
  return { session, held, emit: (event: string, ...args: unknown[]) => events.emit(event, ...args) }
}

export type FakeContents = ReturnType<typeof createFakeContents>

function createFakeContents(id: number, record: Record) {
  const events = new EventEmitter()
  const sent: unknown[][] = []
  const held = {
    windowOpen: null as ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | null,
    url: 'app://balcao/#/inbox',
  }
  const contents = strict('webContents', {
    ...listenable(events, record, 'webContents'),
    ...({
      id,
      getURL: () => held.url,
      send: (channel: string, ...args: unknown[]) => void sent.push([channel, ...args]),
      setWindowOpenHandler: (handler) => void (held.windowOpen = handler),
      reload: () => record('webContents.reload'),
    } satisfies Partial<Electron.WebContents>),
  }) as unknown as Electron.WebContents // members are checked above
  return {
    contents,
    sent,
    held,
    listeners: (event: string) => events.listenerCount(event),
    /** The process of its page ended; Chromium's word for why. */
    crash: (reason: Electron.RenderProcessGoneDetails['reason']) => events.emit('render-process-gone', {}, { reason, exitCode: 1 }),
    /** True when a listener prevented it. */
    prevents(event: string, details: object = {}, ...args: unknown[]): boolean {
      let isPrevented = false
      events.emit(event, { ...details, preventDefault: () => (isPrevented = true) }, ...args)
      return isPrevented
    },
  }
}

type FakeWindow = ReturnType<typeof createFakeWindow>

function createFakeWindow(contents: FakeContents, record: Record) {
  const events = new EventEmitter()
  let isClosed = false
  return {
    contents,
    isClosed: () => isClosed,
    emit: (event: string) => events.emit(event),
    close() {
      isClosed = true
      events.emit('closed')
    },
    window: strict('window', {
      ...listenable(events, record, 'window'),
      ...({
        webContents: contents.contents,
        async loadURL(url: string) {
          record('window.loadURL', url)
        },
        show: () => record('window.show'),
        focus: () => record('window.focus'),
        restore: () => record('window.restore'),
        isMinimized: () => true,
        isDestroyed: () => isClosed,
      } satisfies Partial<Electron.BrowserWindow>),
    }) as unknown as Electron.BrowserWindow, // members are checked above
  }
}

type FakeUtilityProcess = ReturnType<typeof createFakeUtilityProcess>

function createFakeUtilityProcess() {
  const events = new EventEmitter()
  const posted: unknown[] = []
  let killed = 0
  const child = strict('utilityProcess', {
    ...listenable(events, () => undefined, 'utilityProcess'),
    ...({
      postMessage: (message: unknown) => void posted.push(message),
      kill() {
        killed += 1
        return true
      },
    } satisfies Partial<Electron.UtilityProcess>),
  }) as unknown as Electron.UtilityProcess // members are checked above
  return { process: child, posted, kills: () => killed, emit: (event: string, ...args: unknown[]) => events.emit(event, ...args) }
}

/** A call as it comes from a window's page, with what a test wants wrong in it. */
export function invokeEvent(contents: FakeContents, frame: Partial<Electron.WebFrameMain> | null = {}): Electron.IpcMainInvokeEvent {
  const senderFrame =
    frame === null
      ? null
      : strict('senderFrame', {
          url: 'app://balcao/',
          parent: null,
          isDestroyed: () => false,
          ...frame,
        } satisfies Partial<Electron.WebFrameMain>)
  // The shell may look at these two and nothing else.
  return strict('event', { sender: contents.contents, senderFrame }) as unknown as Electron.IpcMainInvokeEvent
}
