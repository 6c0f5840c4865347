import { type Config, loadConfig } from './config.ts'

/**
 * Whether something that SAM began with is still on in the settings on disk: what the user turns off holds at once, also where the rest
 * waits for the next start. Settings that cannot be read allow nothing.
 */
export function stillOn(home: string, isOn: (now: Config) => boolean): boolean {
  try {
    return isOn(loadConfig(home))
  } catch {
    return false
  }
}
