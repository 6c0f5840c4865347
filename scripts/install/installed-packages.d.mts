/** What package-lock.json names and node_modules lacks or has in another version. */
export function missingPackages(root: string): string[]
/** Whether npm has finished an installation of exactly these packages here. */
export function installedAsLocked(root: string): boolean
