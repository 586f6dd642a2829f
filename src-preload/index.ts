import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { Bridge, BRIDGE_NAME, BridgePush } from '#contract'

/** The whole surface between a window and the program. The page never sees `ipcRenderer` nor an event object of it. */
const bridge: Bridge = {
  call: (method, input) => ipcRenderer.invoke('balcao:call', method, input),
  listen(callback) {
    const receive = (_event: IpcRendererEvent, push: BridgePush) => callback(push)
    ipcRenderer.on('balcao:push', receive)
    // A body, not an expression: `off` gives `ipcRenderer` back, which the page must not get.
    return () => {
      ipcRenderer.off('balcao:push', receive)
    }
  },
}

// A literal, not the import: a sandboxed preload can load no other file.
const name: typeof BRIDGE_NAME = 'balcao'
contextBridge.exposeInMainWorld(name, bridge)
