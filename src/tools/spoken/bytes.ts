const units = ['bytes', 'kilobytes', 'megabytes', 'gigabytes', 'terabytes', 'petabytes']

/**
 * "494 gigabytes", "1.5 terabytes".
 * @param base 1000 as disks are sold, 1024 as memory is
 */
export function spokenBytes(bytes: number, base: 1000 | 1024 = 1000): string {
  let value = Math.max(0, bytes)
  let unit = 0
  while (value >= base && unit < units.length - 1) {
    value /= base
    unit += 1
  }
  const shown = value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.round(value)
  const name = units[unit] ?? 'bytes'
  return `${shown} ${shown === 1 ? name.slice(0, -1) : name}`
}
