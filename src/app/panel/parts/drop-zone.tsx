import { type ReactNode, useEffect, useRef, useState } from 'react'
import { droppedFiles } from '../model/dropped-files.ts'

/** Takes files that are dropped anywhere on the page it is on. */
export function useDroppedFiles(onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false)
  const tell = useRef(onFiles)
  tell.current = onFiles
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      // Between two elements of the page nothing was left.
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      setOver(false)
      void droppedFiles(event.dataTransfer).then((files) => {
        if (files.length > 0) tell.current(files)
      })
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragover', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragover', enter)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  return over
}

/** Where files may be dropped, said in words; files may be chosen as well. */
export function DropZone({ over, children }: { over: boolean; children: ReactNode }) {
  return (
    <div className="drop-zone" data-over={over}>
      {children}
    </div>
  )
}

/** A button that opens the system's dialog for files, or for a folder. */
export function ChooseFiles({
  label,
  accept,
  folder = false,
  several = true,
  quiet = folder,
  onFiles,
}: {
  label: string
  accept?: string
  folder?: boolean
  several?: boolean
  /** Not what most come for. */
  quiet?: boolean
  onFiles(files: File[]): void
}) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current !== null) input.current.webkitdirectory = folder
  }, [folder])
  return (
    <>
      <button type="button" className={quiet ? 'plain-button' : 'main-button'} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={several}
        aria-label={label}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // The same file may be chosen again.
          currentTarget.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
    </>
  )
}
