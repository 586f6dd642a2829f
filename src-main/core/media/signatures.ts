import type { FileType } from './file-types.ts'

/**
 * `bytes` in hex, `..` for any. `at`: where they stand; 0 when left out. `isWord`: letters with which a text may begin as well, so that it
 * counts only where other bytes than a text's follow.
 */
type Signature = { readonly type: FileType; readonly bytes: string; readonly at?: number; readonly isWord?: true }

/** In order: the first that fits decides. What needs more than fixed bytes is looked at elsewhere. */
const signatures: readonly Signature[] = [
  { type: 'jpeg', bytes: 'ffd8ff' },
  { type: 'png', bytes: '89504e470d0a1a0a' },
  { type: 'gif', bytes: '474946383761' },
  { type: 'gif', bytes: '474946383961' },
  { type: 'webp', bytes: '52494646........57454250' },
  { type: 'wav', bytes: '52494646........57415645' },
  { type: 'avi', bytes: '52494646........41564920' },
  { type: 'tiff', bytes: '49492a00' },
  { type: 'tiff', bytes: '4d4d002a' },
  { type: 'psd', bytes: '38425053', isWord: true },
  { type: 'jxl', bytes: '0000000c4a584c200d0a870a' },
  { type: 'ico', bytes: '00000100..00....00' },
  { type: 'ico', bytes: '00000200..00....00' },

  { type: 'flac', bytes: '664c6143' },
  { type: 'amr', bytes: '2321414d520a' },
  { type: 'amr', bytes: '2321414d522d57420a' },
  { type: 'mp3', bytes: '494433', isWord: true },
  { type: 'midi', bytes: '4d546864', isWord: true },
  { type: 'aiff', bytes: '464f524d........414946' },
  { type: 'asf', bytes: '3026b2758e66cf11' },
  { type: 'flv', bytes: '464c5601' },
  { type: 'mpeg', bytes: '000001ba' },
  { type: 'mpeg', bytes: '000001b3' },
  { type: 'bmp', bytes: '424d........00000000' },

  { type: 'rar', bytes: '526172211a07' },
  { type: '7z', bytes: '377abcaf271c' },
  { type: 'gzip', bytes: '1f8b08' },
  { type: 'bzip2', bytes: '425a68..314159265359' },
  { type: 'xz', bytes: 'fd377a585a00' },
  { type: 'zstd', bytes: '28b52ffd' },
  { type: 'tar', bytes: '7573746172', at: 257 },
  { type: 'sqlite', bytes: '53514c69746520666f726d61742033' },
  { type: 'postscript', bytes: '25215053' },
  { type: 'postscript', bytes: 'c5d0d3c6' },
  { type: 'rtf', bytes: '7b5c7274' },

  { type: 'exe', bytes: '4d5a', isWord: true },
  { type: 'exe', bytes: '5a4d', isWord: true },
  { type: 'elf', bytes: '7f454c46' },
  { type: 'mach-o', bytes: 'feedface' },
  { type: 'mach-o', bytes: 'feedfacf' },
  { type: 'mach-o', bytes: 'cefaedfe' },
  { type: 'mach-o', bytes: 'cffaedfe' },
  { type: 'mach-o', bytes: 'cafebabe000000..' },
  { type: 'java-class', bytes: 'cafebabe' },
  { type: 'java-class', bytes: 'cafed00d' },
  { type: 'dex', bytes: '6465780a' },
  { type: 'wasm', bytes: '0061736d' },
  { type: 'flash', bytes: '465753', isWord: true },
  { type: 'flash', bytes: '435753', isWord: true },
  { type: 'flash', bytes: '5a5753', isWord: true },
  { type: 'lnk', bytes: '4c0000000114020000000000c000000000000046' },
  { type: 'webloc', bytes: '62706c6973743030' },
  { type: 'cab', bytes: '4d534346', isWord: true },
  { type: 'chm', bytes: '49545346', isWord: true },
  { type: 'onenote', bytes: 'e4525c7b8cd8a74daeb15378d02996d3' },
  { type: 'access', bytes: '000100005374616e6461726420414345204442' },
  { type: 'access', bytes: '000100005374616e64617264204a6574204442' },
  { type: 'deb', bytes: '213c617263683e0a' },
  { type: 'rpm', bytes: 'edabeedb' },
  { type: 'mac-package', bytes: '78617221', isWord: true },
  { type: 'browser-extension', bytes: '43723234', isWord: true },
  { type: 'disk-image', bytes: '7668647866696c65' },
  { type: 'disk-image', bytes: '636f6e6563746978' },
  { type: 'disk-image', bytes: '4b444d56', isWord: true },
  { type: 'disk-image', bytes: '514649fb' },
]

const compiled = signatures.map(({ type, bytes, at = 0, isWord = false }) => ({
  type,
  isWord,
  at,
  expected: (bytes.match(/../g) ?? []).map((pair) => (pair === '..' ? null : Number.parseInt(pair, 16))),
}))

export function findSignature(head: Buffer, { isText }: { isText: boolean }): FileType | null {
  const found = compiled.find(
    ({ at, expected, isWord }) => !(isWord && isText) && expected.every((byte, place) => byte === null || head[at + place] === byte),
  )
  return found?.type ?? null
}
