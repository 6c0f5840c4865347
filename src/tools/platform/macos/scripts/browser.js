// JavaScript for Automation. Arguments: a method and its input as JSON, with the browser's bundle identifier. Answers JSON.
// Safari and the Chrome family name the same things differently.
const longestText = 20000

const isSafari = (bundleId) => bundleId === 'com.apple.Safari'
const open = (bundleId) => {
  const app = Application(bundleId)
  return app.running() ? app : undefined
}
const windowsOf = (app, bundleId) => {
  const safari = isSafari(bundleId)
  const found = []
  for (let index = 0; index < app.windows.length; index += 1) {
    const window = app.windows[index]
    try {
      const urls = window.tabs.url()
      if (urls.length === 0) continue
      const titles = safari ? window.tabs.name() : window.tabs.title()
      found.push({ window, urls, titles, current: safari ? window.currentTab.index() : window.activeTabIndex() })
    } catch (error) {
      // Safari counts its settings as a window without tabs.
      if (!/-(?:1728|1719)\b/.test(`${error.errorNumber} ${error.message}`)) throw error
    }
  }
  return found
}
const withTab = ({ bundleId, window: id, index, url }, use) => {
  const app = open(bundleId)
  if (app === undefined) return 'not-running'
  for (const { window, urls } of windowsOf(app, bundleId)) {
    if (String(window.id()) !== id) continue
    if ((urls[index - 1] || '') !== url) return 'changed'
    use(app, window)
    return 'done'
  }
  return 'changed'
}

const methods = {
  tabs({ bundleId }) {
    const app = open(bundleId)
    if (app === undefined) return []
    return windowsOf(app, bundleId).flatMap(({ window, urls, titles, current }, order) =>
      urls.map((url, index) => ({
        window: String(window.id()),
        index: index + 1,
        title: titles[index] || '',
        url: url || '',
        current: order === 0 && index + 1 === current,
      })),
    )
  },

  switchTo: (tab) =>
    withTab(tab, (app, window) => {
      if (isSafari(tab.bundleId)) window.currentTab = window.tabs[tab.index - 1]
      else window.activeTabIndex = tab.index
      window.index = 1
      app.activate()
    }),

  close: (tab) => withTab(tab, (_, window) => window.tabs[tab.index - 1].close()),

  pageText({ bundleId }) {
    const app = open(bundleId)
    const first = app === undefined ? undefined : windowsOf(app, bundleId)[0]
    if (first === undefined) return null
    const { window, current, urls, titles } = first
    const tab = window.tabs[current - 1]
    // Safari hands the text out by itself; the others only to a script of the page, which a setting must allow.
    const text = isSafari(bundleId) ? tab.text() : tab.execute({ javascript: 'document.body.innerText' })
    return {
      title: titles[current - 1] || '',
      url: urls[current - 1] || '',
      text: String(text || '').slice(0, longestText),
    }
  },
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
