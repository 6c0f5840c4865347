import fs from 'node:fs'
import type { Refuse, SamError } from '../../../core/errors.ts'

const zipStart = Buffer.from('PK\x03\x04', 'latin1')
const unpackIt = 'Unpack it and give the .pth file.'

/** First bytes of what people have in the same folders, and what to say of it. */
const starts: { bytes: string; why: string; remedy?: string }[] = [
  { bytes: 'IwFl', why: 'is a search index, not a voice', remedy: 'sam voices add me.pth --index me.index' },
  { bytes: 'GGUF', why: 'is a language model (GGUF), not a voice' },
  { bytes: 'RIFF', why: 'is a sound recording, not a voice' },
  { bytes: 'Rar!', why: 'is a RAR archive', remedy: unpackIt },
  { bytes: '7z\xbc\xaf', why: 'is a 7-Zip archive', remedy: unpackIt },
  { bytes: '\x1f\x8b', why: 'is a gzip archive', remedy: unpackIt },
  { bytes: '\x93NUMPY', why: 'is a NumPy array, not a voice' },
  { bytes: '\x89HDF', why: 'is an HDF5 file, not an RVC voice' },
  { bytes: '<', why: 'is a web page, not a voice: the download went wrong', remedy: 'Download the file itself.' },
  {
    bytes: 'version https://git-lfs',
    why: 'is only a reference to the real file (Git LFS)',
    remedy: 'Download the file itself.',
  },
]
const oldTorch = 'Load it once with a recent PyTorch that you trust and save it again with torch.save.'

/** What a file is that is no zip archive, as a refusal; undefined for a zip archive. Reads the first and last kilobyte. */
export function recogniseOther(file: string, refuse: Refuse): SamError | undefined {
  let handle: number
  try {
    handle = fs.openSync(file, 'r')
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    return refuse(missing ? 'is not there' : 'cannot be read', { cause, remedy: 'Check the path.' })
  }
  try {
    const stat = fs.fstatSync(handle)
    if (!stat.isFile()) return refuse('is not a file', { remedy: 'Give the .pth file itself.' })
    if (stat.size === 0) return refuse('is empty', { remedy: 'Download or copy the file again.' })
    const head = Buffer.alloc(Math.min(1024, stat.size))
    fs.readSync(handle, head, 0, head.length, 0)
    if (head.subarray(0, 4).equals(zipStart)) return undefined
    return recogniseStart(head, stat.size, refuse)
  } finally {
    fs.closeSync(handle)
  }
}

function recogniseStart(head: Buffer, fileBytes: number, refuse: Refuse): SamError {
  const text = head.toString('latin1')
  const known = starts.find(({ bytes }) => text.startsWith(bytes))
  if (known !== undefined) return refuse(known.why, known.remedy === undefined ? {} : { remedy: known.remedy })
  // A header length, then JSON.
  if (text[8] === '{' && head.length > 8 && head.readBigUInt64LE() < BigInt(fileBytes))
    return refuse('is a safetensors file; RVC voices are .pth files')
  const tarMember = text.slice(0, text.indexOf('\0')).replace('./', '')
  if (text.startsWith('\x80\x02\x8a\x0a') || ['storages', 'tensors', 'pickle', 'sys_info'].includes(tarMember))
    return refuse('was written by a PyTorch older than 1.6, whose files SAM does not open', { remedy: oldTorch })
  const [first = 0, second = 0] = head
  if (first === 0x80 && second >= 1 && second <= 5) return refuse('is a bare Python pickle, which SAM does not open')
  // ModelProto begins with ir_version, then usually the name of the producer.
  if (first === 0x08 && second <= 16) return refuse('is an ONNX model; SAM makes its own from the .pth file')
  return refuse('is not a file that PyTorch wrote, or it is damaged from its first byte on')
}
