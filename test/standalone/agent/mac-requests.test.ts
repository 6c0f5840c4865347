import { describe, expect, it } from 'vitest'
import { route, told } from './routing.ts'

describe('windows, screen, power, files, browser and memory', () => {
  it.each([
    ['snap Notes to the left half of the screen', 'windows.move {"position":"left","app":"Notes"}'],
    ['put this window in the bottom right corner', 'windows.move {"position":"bottom-right"}'],
    ['maximize Safari', 'windows.move {"position":"maximized","app":"Safari"}'],
    ['minimize the window', 'windows.minimize'],
    ['take Keynote out of full screen', 'windows.full-screen {"app":"Keynote","enabled":false}'],
    ['make this full screen', 'windows.full-screen'],
    ['what windows are open', 'windows.list'],
    ['set the brightness to 40 percent', 'display.brightness {"level":40}'],
    ['the screen is too bright', 'display.brightness {"delta":-10}'],
    ['dim the display a little', 'display.brightness {"delta":-5}'],
    ['dark mode on', 'display.dark-mode {"enabled":true}'],
    ['go back to light mode', 'display.dark-mode {"enabled":false}'],
    ['turn on do not disturb', 'focus.set {"enabled":true}'],
    ['end the work focus', 'focus.set {"enabled":false,"name":"work"}'],
    ['switch on my reading focus', 'focus.set {"enabled":true,"name":"reading"}'],
    ['run the shortcut Tidy Desktop', 'shortcuts.run {"name":"Tidy Desktop"}'],
    ['fire off my coffee break shortcut', 'shortcuts.run {"name":"coffee break"}'],
    ['run my morning short', 'shortcuts.run {"name":"morning"}'],
    ['start my evening routine', 'shortcuts.run {"name":"evening"}'],
    ['run my workout', 'shortcuts.run {"name":"workout"}'],
    ['run my morning playlist', 'media.play {"query":"morning"}'],
    ['run my terminal', 'apps.open {"app":"Terminal"}'],
    ['list my shortcuts', 'shortcuts.list'],
    ['lock this Mac', 'power.lock'],
    ['put the Mac to sleep', 'power.sleep'],
    ['switch the screen off', 'power.display-sleep'],
    ['restart my computer', 'power.restart'],
    ['shut down the Mac', 'power.shut-down'],
    ['log me out', 'power.log-out'],
    ['keep the Mac awake for 90 minutes', 'power.keep-awake {"durationSeconds":5400}'],
    ["don't let the screen sleep until 5 pm", 'power.keep-awake {"durationSeconds":7200}'],
    ['switch off Bluetooth', 'system.bluetooth {"enabled":false}'],
    ['turn the wifi back on', 'system.wifi {"enabled":true}'],
    ['is there enough disk space left', 'system.disk'],
    ['am I connected to the internet', 'system.network'],
    ['what is eating up all my memory', 'system.processes {"kind":"memory"}'],
    ['which macOS is this', 'system.info'],
    ['send the sound to my AirPods', 'sound.output-device {"name":"AirPods"}'],
    ['turn the microphone down', 'sound.input-level {"delta":-10}'],
    ['set the mic to 80 percent', 'sound.input-level {"level":80}'],
    ['force quit Mail', 'apps.kill {"app":"Mail"}'],
    ['hide Safari', 'apps.hide {"app":"Safari"}'],
    ['what programs are running', 'apps.list'],
    ['which app is in front', 'apps.front'],
    ['show me my recent presentations', 'files.recent {"kind":"presentation"}'],
    ['show the lease pdf in Finder', 'files.reveal {"query":"lease","kind":"pdf"}'],
    ['move lease.pdf to the archive folder', 'files.move {"query":"lease.pdf","destination":"archive"}'],
    ['rename draft.txt to final.txt', 'files.rename {"query":"draft.txt","name":"final.txt"}'],
    ['duplicate plan.key to documents', 'files.copy {"query":"plan.key","destination":"documents"}'],
    ['create a folder called Receipts', 'files.new-folder {"name":"Receipts"}'],
    ['throw draft.txt in the trash', 'files.trash {"query":"draft.txt"}'],
    ['empty the bin', 'files.empty-trash'],
    ['what have I got selected in Finder', 'finder.selection'],
    ['list the tabs in Safari', 'browser.tabs {"app":"Safari"}'],
    ['go to the second tab', 'browser.switch-tab {"position":2}'],
    ['shut the recipe tab', 'browser.close-tab {"query":"recipe"}'],
    ['read this article to me', 'browser.page-text'],
    ['what did I last copy', 'clipboard.read'],
    ['copy see you at eight to the clipboard', 'clipboard.write {"text":"see you at eight"}'],
    ['paste that here', 'clipboard.paste'],
    ['take a picture of my screen', 'screen.capture'],
    ['screenshot of this window', 'screen.capture {"kind":"window"}'],
    ['remember that the spare key is under the pot', 'memory.remember {"text":"the spare key is under the pot"}'],
    ['what did I tell you about the spare key', 'memory.recall {"query":"the spare key"}'],
    ['forget what I said about the spare key', 'memory.forget {"query":"the spare key"}'],
    ['start my morning briefing', 'briefing.now'],
    ['undo that', 'undo.last'],
    ['what did you just do', 'audit.recent'],
  ])('%s', (text, command) => {
    expect(told(text)).toBe(command)
  })

  it('goes to memory by a route of its own', () => {
    expect(route('what did I tell you about the spare key').route).toBe('recall')
    expect(route('remember that the spare key is under the pot').route).toBe('command')
  })

  it('reads several of them in one sentence', () => {
    expect(told('put Safari on the left and make the screen darker')).toBe(
      'windows.move {"position":"left","app":"Safari"} + display.brightness {"delta":-10}',
    )
    expect(told('turn off wifi and bluetooth')).toBe(
      'system.wifi {"enabled":false} + system.bluetooth {"enabled":false}',
    )
  })
})
