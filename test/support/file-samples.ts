import { crc32 } from 'node:zlib'
import type { FileType } from '#core/media/file-types.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const text = (...lines: readonly string[]) => Buffer.from(lines.join('\r\n'))
const at = (offset: number, bytes: Buffer | string, total: number) => {
  const whole = Buffer.alloc(total)
  whole.write(bytes.toString('latin1'), offset, 'latin1')
  return whole
}
const binary = (start: string) => Buffer.concat([hex(start), Buffer.alloc(64), hex('00ff8001')])

/** A zip of files that are not compressed. */
export function zipOf(...entries: readonly (readonly [name: string, content: string])[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  for (const [name, content] of entries) {
    const [nameBytes, bytes] = [Buffer.from(name), Buffer.from(content)]
    const rest = Buffer.alloc(26)
    rest.writeUInt16LE(20, 0)
    rest.writeUInt32LE(crc32(bytes), 10)
    rest.writeUInt32LE(bytes.length, 14)
    rest.writeUInt32LE(bytes.length, 18)
    rest.writeUInt16LE(nameBytes.length, 22)
    const offset = Buffer.concat(locals).length
    locals.push(hex('504b0304'), rest, nameBytes, bytes)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(hex('504b0102 1400'), rest, tail, nameBytes)
  }
  const [start, middle] = [Buffer.concat(locals), Buffer.concat(directory)]
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(middle.length, 8)
  end.writeUInt32LE(start.length, 12)
  return Buffer.concat([start, middle, hex('504b0506'), end])
}

/** A container of the old Office with streams of these names, in a directory of as many sectors as they need. */
function oleOf(...streams: readonly string[]): Buffer {
  const names = ['Root Entry', ...streams]
  const sectors = Math.ceil(names.length / 4)
  const header = Buffer.alloc(512)
  header.write('d0cf11e0a1b11ae1', 'hex')
  header.writeUInt16LE(9, 30)
  header.writeUInt32LE(1, 48)
  header.fill(0xff, 76)
  header.writeUInt32LE(0, 76)
  const table = Buffer.alloc(512, 0xff)
  for (let sector = 1; sector <= sectors; sector += 1) table.writeUInt32LE(sector === sectors ? 0xfffffffe : sector + 1, 4 * sector)
  const directory = Buffer.alloc(512 * sectors)
  names.forEach((name, place) => {
    directory.write(name, place * 128, 'utf16le')
    directory.writeUInt16LE(2 * name.length + 2, place * 128 + 64)
  })
  return Buffer.concat([header, table, directory])
}

export function oggPage(options: { packet: Buffer; granule?: number; flags?: number; serial?: number }): Buffer {
  const head = Buffer.alloc(27)
  head.write('OggS')
  head.writeUInt8(options.flags ?? 0, 5)
  head.writeBigInt64LE(BigInt(options.granule ?? 0), 6)
  head.writeUInt32LE(options.serial ?? 7, 14)
  const segments = Math.floor(options.packet.length / 255) + 1
  head.writeUInt8(segments, 26)
  const table = Buffer.alloc(segments, 255)
  table.writeUInt8(options.packet.length % 255, segments - 1)
  return Buffer.concat([head, table, options.packet])
}

const opusHead = (channels = 1) => Buffer.concat([Buffer.from('OpusHead'), Buffer.from([1, channels]), hex('3801 80bb0000 0000 00')])

export function oggOpus({ seconds = 1, channels = 1 }: { seconds?: number; channels?: number } = {}): Buffer {
  return Buffer.concat([
    oggPage({ packet: opusHead(channels), flags: 2 }),
    oggPage({ packet: Buffer.from('OpusTags') }),
    oggPage({ packet: Buffer.alloc(100, 7), granule: seconds * 48_000 + 312, flags: 4 }),
  ])
}

export function isoBox(type: string, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(bytes.length + 8)
  head.write(type, 4)
  return Buffer.concat([head, bytes])
}

export const ftyp = (major: string, ...compatible: readonly string[]) =>
  isoBox('ftyp', Buffer.from(major), Buffer.alloc(4), ...compatible.map((brand) => Buffer.from(brand)))

/** 44.1 kHz, 128 kbit/s. */
export const mp3Frame = () => Buffer.concat([hex('fffb9000'), Buffer.alloc(413)])
const adtsFrame = () => Buffer.concat([hex('fff15080 02 1f fc'), Buffer.alloc(9)])

/** One of each type, as its programs begin it, and nothing more. */
export const fileSamples: Readonly<Partial<Record<FileType, readonly Buffer[]>>> = {
  jpeg: [binary('ffd8ffe000104a464946'), binary('ffd8ffe1')],
  png: [binary('89504e470d0a1a0a0000000d49484452')],
  webp: [binary('52494646 1a000000 57454250 56503820')],
  gif: [binary('474946383961'), binary('474946383761')],
  avif: [ftyp('avif', 'mif1')],
  heic: [ftyp('heic', 'mif1'), ftyp('mif1', 'heic')],
  bmp: [binary('424d36000000 00000000 36000000')],
  tiff: [binary('49492a0008000000'), binary('4d4d002a00000008')],
  ico: [binary('00000100 0100 1010 0000')],
  psd: [binary('384250530001')],
  jxl: [binary('0000000c4a584c200d0a870a')],
  mp4: [ftyp('isom', 'avc1', 'mp41'), ftyp('mp42')],
  '3gp': [ftyp('3gp4', 'isom'), ftyp('3g2a')],
  mov: [ftyp('qt  '), isoBox('moov', Buffer.alloc(20)), isoBox('wide')],
  webm: [Buffer.concat([hex('1a45dfa3 9f 4282 84'), Buffer.from('webm')])],
  mkv: [Buffer.concat([hex('1a45dfa3 a3 4282 88'), Buffer.from('matroska')])],
  avi: [binary('52494646 00100000 41564920')],
  mpeg: [binary('000001ba44'), Buffer.concat([0, 1, 2].map(() => Buffer.concat([hex('47400010'), Buffer.alloc(184, 0xff)])))],
  asf: [binary('3026b2758e66cf11a6d900aa0062ce6c')],
  flv: [binary('464c5601 05 00000009')],
  'ogg-opus': [oggOpus()],
  'ogg-audio': [oggPage({ packet: Buffer.from('\u0001vorbis0000'), flags: 2 }), oggPage({ packet: hex('7f464c414301'), flags: 2 })],
  'ogg-other': [
    oggPage({ packet: Buffer.from('\u0080theora', 'latin1'), flags: 2 }),
    Buffer.concat([
      oggPage({ packet: opusHead(), flags: 2 }),
      oggPage({ packet: Buffer.from('\u0080theora', 'latin1'), flags: 2, serial: 8 }),
    ]),
  ],
  mp3: [Buffer.concat([mp3Frame(), mp3Frame()]), binary('494433 03 00 00 00000a')],
  aac: [Buffer.concat([adtsFrame(), adtsFrame()])],
  m4a: [ftyp('M4A ', 'isom')],
  wav: [binary('52494646 24000000 57415645 666d7420')],
  flac: [binary('664c6143 00000022')],
  amr: [binary('2321414d520a 3c'), binary('2321414d522d57420a 44')],
  midi: [binary('4d546864 00000006')],
  aiff: [binary('464f524d 00000100 41494646')],
  pdf: [text('%PDF-1.7', '%âãÏÓ', '1 0 obj'), Buffer.concat([hex('00ff00ff'), text('', '%PDF-1.4', 'x')])],
  docx: [zipOf(['[Content_Types].xml', '<Types/>'], ['word/document.xml', '<w/>'])],
  xlsx: [zipOf(['xl/workbook.xml', ''], ['[Content_Types].xml', ''])],
  pptx: [zipOf(['[Content_Types].xml', ''], ['ppt/presentation.xml', ''])],
  odt: [zipOf(['mimetype', 'application/vnd.oasis.opendocument.text'], ['content.xml', ''])],
  ods: [zipOf(['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'], ['content.xml', ''])],
  odp: [zipOf(['mimetype', 'application/vnd.oasis.opendocument.presentation'], ['content.xml', ''])],
  epub: [zipOf(['mimetype', 'application/epub+zip'], ['META-INF/container.xml', ''])],
  doc: [oleOf('1Table', 'WordDocument')],
  xls: [oleOf('Workbook'), oleOf('Book')],
  ppt: [oleOf('Current User', 'a', 'b', 'c', 'd', 'PowerPoint Document')],
  'office-locked': [oleOf('EncryptionInfo', 'EncryptedPackage')],
  msg: [oleOf('__properties_version1.0')],
  rtf: [text('{\\rtf1\\ansi Olá}')],
  postscript: [text('%!PS-Adobe-3.0')],
  xml: [text('<?xml version="1.0"?>', '<nfeProc versao="4.00"><NFe/></nfeProc>'), text('<gpx version="1.1"></gpx>')],
  sqlite: [binary('53514c69746520666f726d6174203300')],
  zip: [zipOf(['foto.jpg', 'x'], ['lista.txt', 'y']), zipOf()],
  rar: [binary('526172211a0700'), binary('526172211a070100')],
  '7z': [binary('377abcaf271c0004')],
  gzip: [binary('1f8b0800')],
  bzip2: [binary('425a6839314159265359')],
  xz: [binary('fd377a585a000004')],
  zstd: [binary('28b52ffd')],
  tar: [at(257, 'ustar', 1024)],
  txt: [
    text('Bom dia! Segue a lista:', '- pão', '- café'),
    Buffer.from('Açúcar e café', 'latin1'),
    Buffer.concat([hex('fffe'), Buffer.from('Olá, tudo bem?', 'utf16le')]),
    Buffer.from('Olá, tudo bem com vocês?', 'utf16le'),
    text('MZ Confecções, catálogo'),
    text('BM Bebidas', 'Sub total (10)', 'Add-on: 3'),
  ],
  csv: [text('nome;preço', 'pão;1,50', 'café;4,00'), text('a,b,c', '1,"2,5",3', '4,5,6', '')],
  json: [text('{"pedido": 1, "itens": []}'), Buffer.from(`[${'{"a":1},'.repeat(20_000)}`)],
  vcard: [text('BEGIN:VCARD', 'VERSION:3.0', 'FN:Marina', 'END:VCARD')],
  calendar: [text('BEGIN:VCALENDAR', 'END:VCALENDAR')],
  html: [
    text('<!DOCTYPE html><p>oi'),
    text('  <HTML><body onload=x()>'),
    text('<script>alert(1)</script>'),
    text('<!-- x --><html>'),
    text('<?xml version="1.0"?>', '<html xmlns="http://www.w3.org/1999/xhtml"/>'),
    text('<?xml version="1.0"?><?xml-stylesheet href="x.xsl" type="text/xsl"?><a/>'),
    Buffer.concat([hex('fffe'), Buffer.from('<html>', 'utf16le')]),
  ],
  svg: [
    text('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    text('<?xml version="1.0"?>', '<!DOCTYPE svg PUBLIC "x" "y" [<!ENTITY a "b">]>', '<!-- x -->', '<svg:svg/>'),
  ],
  mhtml: [text('From: x', 'MIME-Version: 1.0', 'Content-Type: multipart/related; boundary="b"', '', '<html>')],
  hta: [text('<html><hta:application id="x"/><script language="vbscript">')],
  exe: [Buffer.concat([hex('4d5a9000 0300 0000'), Buffer.alloc(120), text('PE\0\0')])],
  elf: [binary('7f454c46020101')],
  'mach-o': [binary('cffaedfe07000001'), binary('cafebabe00000002')],
  'java-class': [binary('cafebabe00010041'), binary('cafebabe01000034')],
  dex: [binary('6465780a30333500')],
  wasm: [binary('0061736d01000000')],
  flash: [binary('46575309'), binary('43575309'), binary('5a575309')],
  'shell-script': [text('#!/bin/sh', 'rm -rf ~')],
  batch: [text('@echo off', 'del *.*'), text('rem nota', 'start http://x')],
  powershell: [text('$env:TEMP', 'Start-Process calc'), text('Invoke-WebRequest http://x -OutFile y'), text('param(', '[string]$a)')],
  vbscript: [text('Set shell = CreateObject("WScript.Shell")'), text('On Error Resume Next', 'x = 1')],
  javascript: [text('var x = new ActiveXObject("WScript.Shell")'), text('(function () { alert(1) })()'), text('const fs = require("fs")')],
  'windows-script': [text('<job id="x"><script language="JScript">1</script></job>'), text('<?xml version="1.0"?>', '<scriptlet/>')],
  php: [text('<?php system($_GET[0]);')],
  python: [text('import os', 'os.system("x")')],
  registry: [text('Windows Registry Editor Version 5.00', '', '[HKEY_CURRENT_USER]')],
  lnk: [binary('4c000000 0114020000000000c000000000000046')],
  url: [text('[InternetShortcut]', 'URL=file://host/x'), text('; nota', '[InternetShortcut]', 'URL=x')],
  webloc: [text('<?xml version="1.0"?>', '<plist version="1.0"><dict><key>URL</key></dict></plist>'), binary('62706c6973743030')],
  scf: [text('[Shell]', 'Command=2', 'IconFile=\\\\host\\x')],
  desktop: [text('[Desktop Entry]', 'Exec=sh -c x')],
  inf: [text('[autorun]', 'open=x.exe'), text('[Version]', 'Signature="$CHICAGO$"')],
  slk: [text('ID;PWXL;N;E', 'C;X1;Y1;E')],
  apk: [zipOf(['AndroidManifest.xml', ''], ['classes.dex', ''], ['META-INF/MANIFEST.MF', ''])],
  jar: [zipOf(['META-INF/MANIFEST.MF', ''], ['Main.class', ''])],
  'app-package': [zipOf(['AppxManifest.xml', '']), zipOf(['Payload/Loja.app/Info.plist', ''])],
  msi: [oleOf('\u4840\u3f3f\u4577\u446c', 'x')],
  cab: [binary('4d53434600000000')],
  chm: [binary('4954534603000000')],
  onenote: [binary('e4525c7b8cd8a74daeb15378d02996d3')],
  access: [binary('000100005374616e6461726420414345204442'), binary('000100005374616e64617264204a6574204442')],
  'office-macros': [
    zipOf(['[Content_Types].xml', ''], ['word/document.xml', ''], ['word/vbaProject.bin', '']),
    zipOf(['[Content_Types].xml', ''], ['xl/workbook.bin', '']),
    zipOf(['mimetype', 'application/vnd.oasis.opendocument.text'], ['Basic/Standard/Module1.xml', '']),
    oleOf('Workbook', 'a', 'b', 'c', '_VBA_PROJECT_CUR'),
    oleOf('WordDocument', 'Macros'),
  ],
  'ole-other': [oleOf('Contents'), hex('d0cf11e0a1b11ae1')],
  deb: [text('!<arch>\ndebian-binary   ')],
  rpm: [binary('edabeedb0300')],
  'mac-package': [binary('78617221001c')],
  'browser-extension': [binary('4372323403000000')],
  iso: [at(0x8001, 'CD001', 0x9000), Buffer.concat([hex('4d5a0000'), at(0x8001 - 4, 'CD001', 0x9000)]), at(0x8001, 'BEA01', 0x9000)],
  dmg: [at(2048 - 512, 'koly', 2048)],
  'disk-image': [binary('7668647866696c65'), at(2048 - 512, 'conectix', 2048), binary('4b444d5601000000'), binary('514649fb00000003')],
  empty: [Buffer.alloc(0)],
  unknown: [hex('00010203'), hex('deadbeef000102')],
}
