import v8 from 'node:v8'
import vm from 'node:vm'

let collect: NodeJS.GCFunction | undefined

/** Frees what nothing refers to any more, tensors too: what a process takes says something only then. For measuring; it takes some 10 ms. */
export function collectGarbage(): void {
  if (collect === undefined) {
    v8.setFlagsFromString('--expose-gc')
    collect = vm.runInNewContext('gc') as NodeJS.GCFunction
  }
  collect()
}
