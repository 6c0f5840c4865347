// Stands for the module `electron` when the built main script runs in plain Node: writes down what it is asked.
const Module = require('node:module')
const { EventEmitter } = require('node:events')

const say = (call, ...details) => console.log(JSON.stringify([call, ...details]))

/** The panel is there, so the core runs: only then is anything pressed or asked, however long that took. */
let panelIsLoaded
const panelLoaded = new Promise((resolve) => {
  panelIsLoaded = resolve
})

class BrowserWindow extends EventEmitter {
  constructor(options) {
    super()
    const { preload, ...preferences } = options.webPreferences
    say('window', {
      width: options.width,
      height: options.height,
      preload: require('node:path').basename(preload),
      ...preferences,
    })
    this.webContents = Object.assign(new EventEmitter(), {
      send: (channel) => channel !== 'sam-state' && say('send', channel),
      setWindowOpenHandler: (handler) => say('open', handler({ url: 'https://evil.example' })),
    })
    app.emit('web-contents-created', {}, this.webContents)
  }
  loadURL(url) {
    say('load', url)
    if (new URL(url).hostname === '127.0.0.1') panelIsLoaded()
    for (const target of [url, 'https://evil.example/']) {
      let allowed = true
      this.webContents.emit('will-navigate', {
        url: target,
        preventDefault: () => {
          allowed = false
        },
      })
      say('navigate', new URL(target).hostname, allowed)
    }
    return Promise.resolve()
  }
  getSize() {
    return [400, 620]
  }
  getBounds() {
    return { x: 0, y: 0, width: 400, height: 620 }
  }
  setPosition() {}
  setVisibleOnAllWorkspaces() {}
  isAlwaysOnTop() {
    return false
  }
  isVisible() {
    return false
  }
  show() {
    say('show')
  }
  hide() {
    say('hide')
  }
}

class Tray extends EventEmitter {
  setImage(image) {
    say('icon', image)
  }
  setToolTip(label) {
    say('label', label)
  }
  getBounds() {
    return { x: 100, y: 0, width: 20, height: 20 }
  }
  popUpContextMenu() {}
}

/** What the main script set up to be asked by pages. */
const handlers = new Map()
const ask = async (frame, message) => {
  const answer = await handlers.get('sam-request')({ senderFrame: frame }, message)
  say('page', message.type ?? '', answer.ok)
}
const panelFrame = { url: 'http://127.0.0.1:4000/', parent: null }

const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  setPath: (name, folder) => say('path', name, require('node:path').basename(folder)),
  requestSingleInstanceLock: () => true,
  isReady: () => false,
  getAppPath: () => __dirname,
  quit() {
    let prevented = false
    app.emit('before-quit', {
      preventDefault: () => {
        prevented = true
      },
    })
    if (!prevented) {
      say('ended')
      process.exit(0)
    }
  },
})

const screenBounds = { x: 0, y: 0, width: 1440, height: 900 }
const electron = {
  app,
  BrowserWindow,
  Tray,
  globalShortcut: {
    register: (keys, press) => {
      say('shortcut', keys)
      panelLoaded.then(press)
      return true
    },
    unregisterAll() {},
  },
  Menu: { buildFromTemplate: (entries) => entries },
  nativeImage: {
    createFromBuffer: (buffer) => {
      const representations = [buffer.length]
      return {
        representations,
        template: false,
        addRepresentation({ scaleFactor }) {
          representations.push(scaleFactor)
        },
        setTemplateImage(on) {
          this.template = on
        },
      }
    },
  },
  session: {
    defaultSession: {
      setPermissionRequestHandler(handler) {
        panelLoaded.then(() => {
          for (const [permission, requestingUrl, mediaTypes] of [
            ['media', 'http://127.0.0.1:4000/', ['audio']],
            ['media', 'http://127.0.0.1:4000/', ['video']],
            ['media', 'https://evil.example/', ['audio']],
            ['geolocation', 'http://127.0.0.1:4000/'],
          ]) {
            handler(
              {},
              permission,
              (allowed) =>
                say('permission', permission, mediaTypes?.[0] ?? '', new URL(requestingUrl).hostname, allowed),
              { requestingUrl, mediaTypes },
            )
          }
        })
      },
      setPermissionCheckHandler() {},
      webRequest: {
        onBeforeRequest(handler) {
          panelLoaded.then(() => {
            for (const url of ['ws://127.0.0.1:4000/socket', 'https://evil.example/pixel.png'])
              handler({ url }, ({ cancel }) => say('request', new URL(url).hostname, !cancel))
          })
        },
      },
    },
  },
  systemPreferences: { askForMediaAccess: async () => true, isTrustedAccessibilityClient: () => false },
  autoUpdater: new EventEmitter(),
  clipboard: { readText: async () => '', clear() {} },
  ipcMain: Object.assign(new EventEmitter(), {
    handle(channel, handler) {
      handlers.set(channel, handler)
      panelLoaded.then(async () => {
        await ask(panelFrame, { type: 'read-state' })
        await ask(panelFrame, { type: 'run', command: 'rm' })
        await ask({ url: 'https://evil.example/', parent: null }, { type: 'read-state' })
        await ask({ ...panelFrame, parent: panelFrame }, { type: 'read-state' })
        await ask(null, { type: 'read-state' })
        electron.powerMonitor.emit('suspend')
      })
    },
  }),
  Notification: Object.assign(class extends EventEmitter {}, { isSupported: () => false }),
  powerMonitor: new EventEmitter(),
  safeStorage: { getSelectedStorageBackend: () => 'basic_text', isAsyncEncryptionAvailable: async () => true },
  shell: { openExternal: async (url) => say('open-external', url) },
  screen: {
    on() {},
    getCursorScreenPoint: () => ({ x: 0, y: 0 }),
    getDisplayNearestPoint: () => ({ workArea: screenBounds, bounds: screenBounds }),
    getDisplayMatching: () => ({ workArea: screenBounds, bounds: screenBounds }),
    getPrimaryDisplay: () => ({ workArea: screenBounds, bounds: screenBounds }),
  },
}

const load = Module._load
Module._load = function (name, ...rest) {
  return name === 'electron' ? electron : load.call(this, name, ...rest)
}
setTimeout(() => app.emit('ready'), 50)
