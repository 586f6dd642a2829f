import { crc32, deflateRawSync } from 'node:zlib'

/** A ZIP archive (APPNOTE 6.3) of small files, all of the same day. */
export function packZip(files: readonly { readonly name: string; readonly content: string | Buffer }[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content } of files) {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
    const packed = deflateRawSync(bytes)
    const path = Buffer.from(name, 'utf8')
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(NAMES_ARE_UTF8, 2)
    common.writeUInt16LE(DEFLATED, 4)
    common.writeUInt16LE(MIDDAY, 6)
    common.writeUInt16LE(FIRST_OF_NOVEMBER_2026, 8)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, path]))
    locals.push(local)
    offset += local.length
  }
  const index = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(index.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, index, Buffer.from('PK\x05\x06', 'latin1'), end])
}

const NAMES_ARE_UTF8 = 0x0800
const DEFLATED = 8
const MIDDAY = 12 << 11
const FIRST_OF_NOVEMBER_2026 = ((2026 - 1980) << 9) | (11 << 5) | 1
