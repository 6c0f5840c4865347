/** What a program in the sandbox sees of this machine. Absolute real paths. */
export interface SandboxFolders {
  /** The only place it may write to; it starts there. */
  scratch: string
  home: string
  /** SAM's own folder, hidden but for the scratch folder in it. */
  samHome: string
}

/** Turns a command into one that runs it inside the sandbox of this system. */
export interface Sandbox {
  /** Absolute path of the program that makes the sandbox; undefined where there is none. */
  readonly program: string | undefined
  /** What brings it. */
  readonly remedy: string
  wrap(argv: readonly string[], folders: SandboxFolders): string[]
}

/** Below the home folder: keys, passwords, cookies, mails and messages. Nothing a command needs, everything a thief wants. */
export const secretsInHome = [
  '.ssh',
  '.gnupg',
  '.aws',
  '.azure',
  '.kube',
  '.docker',
  '.netrc',
  '.npmrc',
  '.pypirc',
  '.git-credentials',
  '.password-store',
  '.mozilla',
  '.config/gh',
  '.config/gcloud',
  '.config/google-chrome',
  '.config/chromium',
  '.local/share/keyrings',
  'Library/Keychains',
  'Library/Cookies',
  'Library/Mail',
  'Library/Messages',
  'Library/Safari',
  'Library/Application Support/Google',
  'Library/Application Support/Firefox',
  'Library/Application Support/AddressBook',
] as const
