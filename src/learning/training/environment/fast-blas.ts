import fs from 'node:fs'
import path from 'node:path'

/**
 * On Linux mlx comes with the reference BLAS, which multiplies at 1.5 GFLOPS where OpenBLAS does 54 (measured on one busy core).
 * OpenBLAS is a package of its own, and its functions have the same names: loaded first, they are the ones that are called. It needs
 * libgfortran under its plain name; mlx brings it under another one.
 */
export function fastBlas(sitePackages: string) {
  const library = path.join(sitePackages, 'cmeel.prefix', 'lib', 'libopenblas.so.0')
  const ofMlx = path.join(sitePackages, 'mlx_cpu.libs')
  const names = path.join(sitePackages, 'sam_blas')
  return {
    /** Errors: those of the file system. */
    prepare(): void {
      fs.mkdirSync(names, { recursive: true })
      const fortran = fs.readdirSync(ofMlx).find((name) => name.startsWith('libgfortran'))
      if (fortran !== undefined)
        fs.symlinkSync(path.join('..', 'mlx_cpu.libs', fortran), path.join(names, 'libgfortran.so.5'))
    },
    /** Empty where there is nothing to load first, as on a Mac. */
    variables(): Record<string, string> {
      if (!fs.existsSync(names) || !fs.existsSync(library)) return {}
      return { LD_PRELOAD: library, LD_LIBRARY_PATH: `${names}:${ofMlx}` }
    },
  }
}
