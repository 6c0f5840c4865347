/** Where the application is put together, and what comes out; from the root of the checkout. */
export const stageFolder = 'dist/app'
export const packagesFolder = 'dist/packages'

/** What macOS shows when it asks, in SAM's words. */
const usageTexts = {
  NSMicrophoneUsageDescription: 'SAM listens for its wake word and for what you say. The sound stays on this Mac.',
  NSAppleEventsUsageDescription: 'SAM asks other applications to do what you said.',
  NSCalendarsFullAccessUsageDescription: 'SAM reads and makes appointments when you ask for it.',
  NSRemindersFullAccessUsageDescription: 'SAM reads and makes reminders when you ask for it.',
  NSContactsUsageDescription: 'SAM finds the address of somebody you name.',
}

/** Signed with a certificate: `CSC_LINK` (a file or its content) or `CSC_NAME` (in the Keychain). */
export function isSigned(environment: NodeJS.ProcessEnv): boolean {
  return Boolean(environment['CSC_LINK'] || environment['CSC_NAME'])
}

/** Notarised by Apple: with an API key, or with an Apple ID and a password for applications. Needs a certificate too. */
export function isNotarised(environment: NodeJS.ProcessEnv): boolean {
  const has = (...names: string[]) => names.every((name) => Boolean(environment[name]))
  const known =
    has('APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER') ||
    has('APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID')
  return isSigned(environment) && known
}

/**
 * electron-builder's configuration. Without a certificate the application is signed for this Mac only: then hardened runtime
 * must be off, since it would refuse libraries that no one known has signed.
 * @param electronVersion exact
 */
export function builderConfig(environment: NodeJS.ProcessEnv, electronVersion: string) {
  const signed = isSigned(environment)
  const entitlements = 'packaging/entitlements.plist'
  return {
    appId: 'local.sam.menu-bar',
    productName: 'SAM',
    copyright: 'MIT licence; the licences of what is inside are in docs/licences.md',
    electronVersion,
    directories: { app: stageFolder, output: packagesFolder, buildResources: 'packaging' },
    // onnxruntime brings every platform's library.
    files: ['**/*', '!node_modules/onnxruntime-node/bin/*/{linux,win32}/**'],
    // The core is a program of its own that reads these files: an archive would hide them from it.
    asar: false,
    // Everything native is used as its package brings it.
    npmRebuild: false,
    // Updates are asked for by the shell itself (updates.ts).
    publish: null,
    forceCodeSigning: signed,
    mac: {
      category: 'public.app-category.productivity',
      icon: 'dist/app-icon.png',
      target: [{ target: 'dmg' }, { target: 'zip' }],
      hardenedRuntime: signed,
      gatekeeperAssess: false,
      ...(signed ? {} : { identity: '-' }),
      notarize: isNotarised(environment),
      // Also what is inside: Electron's helpers, and the Node that the core runs on.
      entitlements,
      entitlementsInherit: entitlements,
      minimumSystemVersion: '13.0',
      extendInfo: { LSUIElement: true, ...usageTexts },
    },
    dmg: { title: 'SAM' },
  }
}

/**
 * Squirrel.Mac's list of releases, which lies beside the zip: the newest is offered.
 * @param address https folder in which both are put
 */
export function updateFeed(version: string, zipName: string, address: string, publishedAt: Date): object {
  const url = new URL(encodeURIComponent(zipName), `${address.replace(/\/$/, '')}/`).href
  const updateTo = { version, pub_date: publishedAt.toISOString(), notes: '', name: version, url }
  return { currentRelease: version, releases: [{ version, updateTo }] }
}
