/** Wraps Opus packets of 20 ms, mono, into an Ogg file (RFC 3533, RFC 7845). */
export function oggOpus(packets: readonly Buffer[], serial: number): Buffer {
  const head = Buffer.from('OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00', 'latin1')
  head.writeUInt16LE(PRE_SKIP, 10)
  const vendor = Buffer.from('practice', 'latin1')
  const tags = Buffer.concat([Buffer.from('OpusTags', 'latin1'), uint32(vendor.length), vendor, uint32(0)])
  const pages = [
    page({ packets: [head], granule: 0n, serial, sequence: 0, flags: 2 }),
    page({ packets: [tags], granule: 0n, serial, sequence: 1, flags: 0 }),
  ]
  for (let from = 0; from < packets.length; from += PACKETS_A_PAGE) {
    const some = packets.slice(from, from + PACKETS_A_PAGE)
    const isLast = from + PACKETS_A_PAGE >= packets.length
    pages.push(
      page({
        packets: some,
        granule: BigInt((from + some.length) * SAMPLES_A_PACKET),
        serial,
        sequence: pages.length,
        flags: isLast ? 4 : 0,
      }),
    )
  }
  return Buffer.concat(pages)
}

const PRE_SKIP = 312
const SAMPLES_A_PACKET = 960
const PACKETS_A_PAGE = 50

function page({
  packets,
  granule,
  serial,
  sequence,
  flags,
}: {
  packets: readonly Buffer[]
  granule: bigint
  serial: number
  sequence: number
  flags: number
}): Buffer {
  const lacing = packets.flatMap((packet) => [...Array.from({ length: Math.floor(packet.length / 255) }, () => 255), packet.length % 255])
  const header = Buffer.alloc(27)
  header.write('OggS', 0, 'latin1')
  header[5] = flags
  header.writeBigInt64LE(granule, 6)
  header.writeUInt32LE(serial, 14)
  header.writeUInt32LE(sequence, 18)
  header[26] = lacing.length
  const whole = Buffer.concat([header, Buffer.from(lacing), ...packets])
  whole.writeUInt32LE(oggCrc(whole), 22)
  return whole
}

/** Ogg's own CRC: polynomial 0x04c11db7, neither reflected nor inverted. */
function oggCrc(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1
  }
  return crc >>> 0
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
