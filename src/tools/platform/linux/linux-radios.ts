import type { RadiosPort } from '../machine-port.ts'
import type { LinuxTools } from './linux-tools.ts'

export function createLinuxRadios(tools: LinuxTools): RadiosPort {
  return {
    async setWifi(on, signal) {
      tools.first(['nmcli'], 'Wi-Fi', 'network-manager')
      const before = (await tools.read('nmcli', ['radio', 'wifi'], 'Wi-Fi', signal)).trim()
      await tools.read('nmcli', ['radio', 'wifi', on ? 'on' : 'off'], 'Wi-Fi', signal)
      return { before: before === 'enabled' ? true : before === 'disabled' ? false : undefined }
    },
    async setBluetooth(on, signal) {
      tools.first(['bluetoothctl'], 'Bluetooth', 'bluez')
      const shown = await tools.read('bluetoothctl', ['show'], 'Bluetooth', signal)
      await tools.read('bluetoothctl', ['power', on ? 'on' : 'off'], 'Bluetooth', signal)
      const before = /^\s*Powered: (yes|no)/m.exec(shown)?.[1]
      return { before: before === undefined ? undefined : before === 'yes' }
    },
  }
}
