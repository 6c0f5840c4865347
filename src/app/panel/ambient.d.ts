/** What Vite makes of these imports: a bundled script of its own, by address. */
declare module '*?worker&url' {
  const address: string
  export default address
}

declare module '*.css' {}

/** The scope of an AudioWorklet, which TypeScript's DOM library lacks. */
declare const sampleRate: number
/** Number of the first frame of the block that is processed now; the same in every worklet of a context. */
declare const currentFrame: number
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort
  abstract process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void

/** What the menu-bar shell's preload offers; absent in a browser. */
interface SamShell {
  /** The global shortcut was pressed. */
  onToggleTalk(listener: () => void): void
  /** Asks the shell for something: permissions, login item, Quiet mode, the key of Claude. Never rejects for a wrong request. */
  request(
    request: import('../electron/window/page-bridge.ts').PageRequest,
  ): Promise<import('../electron/window/page-bridge.ts').PageAnswer>
  /** Told whenever any of it changes. */
  onState(listener: (state: import('../electron/window/page-bridge.ts').ShellState) => void): void
}
interface Window {
  samShell?: SamShell
}
