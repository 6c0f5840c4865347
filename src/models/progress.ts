import type { DownloadProgress } from './ports.ts'

const phases: Record<DownloadProgress['phase'], string> = {
  download: 'downloading',
  verify: 'checking',
  convert: 'preparing',
  done: 'ready',
}

/** One line about a download, for example `whisper-tiny-en  downloading  42 %  32 of 76 MB`. */
export function formatProgress(progress: DownloadProgress): string {
  const { id, receivedBytes, totalBytes, phase } = progress
  if (phase === 'done') return `${id}  ${phases.done}`
  const percent = totalBytes > 0 ? Math.floor((100 * receivedBytes) / totalBytes) : 0
  return `${id}  ${phases[phase]}  ${percent} %  ${megabytes(receivedBytes)} of ${megabytes(totalBytes)} MB`
}

function megabytes(bytes: number): string {
  return bytes < 10e6 ? (bytes / 1e6).toFixed(1) : String(Math.round(bytes / 1e6))
}
