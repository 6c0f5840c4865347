// JavaScript for Automation. Arguments: a method and its input as JSON. Answers JSON. Frames are [x, y, width, height] in points
// from the top left corner of the first screen, as System Events counts.
ObjC.import('AppKit')
const events = Application('com.apple.systemevents')

const processOf = (bundleId) => {
  const found =
    bundleId === undefined
      ? events.processes.whose({ frontmost: true })
      : events.processes.whose({ bundleIdentifier: bundleId })
  return found.length === 0 ? undefined : found[0]
}
const attribute = (window, name) => {
  try {
    return window.attributes.byName(name).value()
  } catch (error) {
    // Panels and some applications lack it; everything else is the trouble of the whole call.
    if (/-(?:1743|25211|600|1712)\b|assistive access/.test(`${error.errorNumber} ${error.message}`)) throw error
    return undefined
  }
}
// The front window that is one: palettes and pop-ups come first in some applications.
const windowOf = (process, minimized) => {
  for (let index = 0; index < process.windows.length; index += 1) {
    const window = process.windows[index]
    const standard = window.subrole() === 'AXStandardWindow' || attribute(window, 'AXFullScreen') === true
    if (standard && (attribute(window, 'AXMinimized') === true) === minimized) return window
  }
  return undefined
}
const withWindow = (bundleId, minimized, use) => {
  const process = processOf(bundleId)
  if (process === undefined) return { state: 'no-process' }
  const window = windowOf(process, minimized)
  return window === undefined ? { state: 'no-window' } : { state: 'done', ...use(window, process) }
}
const frameOf = (window) => [...window.position(), ...window.size()].map(Math.round)

// Cocoa counts from the bottom left corner of the first screen.
const screens = () => {
  const list = $.NSScreen.screens
  const top = list.objectAtIndex(0).frame.size.height
  const frames = []
  for (let index = 0; index < list.count; index += 1) {
    const { origin, size } = list.objectAtIndex(index).visibleFrame
    frames.push([origin.x, top - origin.y - size.height, size.width, size.height])
  }
  return frames
}
const screenOf = ([x, y, width, height]) => {
  const [middleX, middleY] = [x + width / 2, y + height / 2]
  const inside = ([left, top, wide, high]) =>
    middleX >= left && middleX < left + wide && middleY >= top && middleY < top + high
  const all = screens()
  return all.find(inside) || all[0]
}

const methods = {
  list({ bundleId }) {
    const chosen = bundleId === undefined ? { backgroundOnly: false } : { bundleIdentifier: bundleId }
    const found = []
    for (const process of events.processes.whose(chosen)()) {
      const app = process.displayedName()
      for (let index = 0; index < process.windows.length; index += 1) {
        const window = process.windows[index]
        found.push({ app, title: window.name() || '', minimized: attribute(window, 'AXMinimized') === true })
      }
    }
    return found
  },

  move({ bundleId, part, frame }) {
    return withWindow(bundleId, false, (window) => {
      const before = frameOf(window)
      const [left, top, wide, high] = frame === undefined ? screenOf(before) : frame
      const [x, y, width, height] = part === undefined ? [0, 0, 1, 1] : part
      const size = part === 'center' ? [before[2], before[3]] : [Math.round(wide * width), Math.round(high * height)]
      const place =
        part === 'center'
          ? [Math.round(left + (wide - size[0]) / 2), Math.round(top + (high - size[1]) / 2)]
          : [Math.round(left + wide * x), Math.round(top + high * y)]
      // A window may not fit at its new place before it is smaller, nor have its new size before it is there.
      window.position = place
      window.size = size
      window.position = place
      return { before }
    })
  },

  setFullScreen({ bundleId, on }) {
    return withWindow(bundleId, false, (window) => {
      const state = window.attributes.byName('AXFullScreen')
      const before = state.value() === true
      state.value = on
      return { before }
    })
  },

  setMinimized({ bundleId, on }) {
    return withWindow(bundleId, !on, (window, process) => {
      window.attributes.byName('AXMinimized').value = on
      if (!on) process.frontmost = true
      return {}
    })
  },

  hideAll({ exceptFront }) {
    const hidden = []
    for (const process of events.processes.whose({ visible: true, backgroundOnly: false })()) {
      if (exceptFront && process.frontmost()) continue
      hidden.push(process.bundleIdentifier() || '')
      process.visible = false
    }
    return hidden.filter((bundleId) => bundleId !== '')
  },

  showAgain({ bundleIds }) {
    for (const bundleId of bundleIds) {
      for (const process of events.processes.whose({ bundleIdentifier: bundleId })()) process.visible = true
    }
    return null
  },
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
