import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import {
  FileArchive,
  FileAudio,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  File as FileIcon,
  Presentation,
  type LucideIcon,
} from 'lucide-react'

type Words = { words: MessageDescriptor; icon: LucideIcon; endings?: readonly string[] }

const picture = { words: msg`Picture`, icon: FileImage }
const film = { words: msg`Video`, icon: FileVideo }
const sound = { words: msg`Audio`, icon: FileAudio }
const program = { words: msg`Program`, icon: FileIcon }
const script = { words: msg`Script that runs on the computer`, icon: FileIcon }
const shortcut = { words: msg`Shortcut that leads elsewhere`, icon: FileIcon }
const webPage = { words: msg`Web page`, icon: FileIcon }
const archive = { words: msg`Archive`, icon: FileArchive }

/** What a file really is, by the core's look at its first bytes; `endings` are those that a name may have then. */
const types: Readonly<Record<string, Words>> = {
  pdf: { words: msg`PDF`, icon: FileText, endings: ['pdf'] },
  jpeg: { ...picture, endings: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  png: { ...picture, endings: ['png', 'apng'] },
  webp: { ...picture, endings: ['webp'] },
  gif: { ...picture, endings: ['gif'] },
  heic: { ...picture, endings: ['heic', 'heif'] },
  avif: picture,
  bmp: picture,
  tiff: picture,
  mp4: { ...film, endings: ['mp4', 'm4v', 'm4a'] },
  '3gp': film,
  mov: film,
  webm: film,
  mkv: film,
  avi: film,
  'ogg-opus': sound,
  'ogg-audio': sound,
  mp3: { ...sound, endings: ['mp3', 'mp2', 'mpga'] },
  aac: sound,
  m4a: sound,
  wav: sound,
  flac: sound,
  amr: sound,
  docx: { words: msg`Word document`, icon: FileText, endings: ['docx', 'dotx'] },
  doc: { words: msg`Word document`, icon: FileText, endings: ['doc', 'dot', 'wps'] },
  odt: { words: msg`Text document`, icon: FileText },
  rtf: { words: msg`Text document`, icon: FileText },
  xlsx: { words: msg`Excel spreadsheet`, icon: FileSpreadsheet, endings: ['xlsx', 'xltx'] },
  xls: { words: msg`Excel spreadsheet`, icon: FileSpreadsheet, endings: ['xls', 'xlt'] },
  ods: { words: msg`Spreadsheet`, icon: FileSpreadsheet },
  csv: { words: msg`Table as text`, icon: FileSpreadsheet },
  pptx: { words: msg`PowerPoint presentation`, icon: Presentation, endings: ['pptx', 'potx', 'ppsx'] },
  ppt: { words: msg`PowerPoint presentation`, icon: Presentation, endings: ['ppt', 'pps', 'pot'] },
  odp: { words: msg`Presentation`, icon: Presentation },
  txt: { words: msg`Text`, icon: FileText },
  json: { words: msg`Text`, icon: FileText },
  xml: { words: msg`Data as text`, icon: FileText },
  vcard: { words: msg`Contact card`, icon: FileText },
  calendar: { words: msg`Calendar entry`, icon: FileText },
  zip: { ...archive, endings: ['zip', 'kmz', 'cbz'] },
  rar: { ...archive, endings: ['rar', 'cbr'] },
  '7z': { ...archive, endings: ['7z'] },
  gzip: archive,
  tar: archive,
  exe: { ...program, endings: ['exe'] },
  elf: program,
  'mach-o': program,
  msi: { ...program, endings: ['msi'] },
  apk: { words: msg`App for Android`, icon: FileIcon, endings: ['apk'] },
  jar: { ...program, endings: ['jar'] },
  html: webPage,
  svg: webPage,
  mhtml: webPage,
  hta: program,
  'shell-script': script,
  batch: script,
  powershell: script,
  vbscript: script,
  javascript: script,
  python: script,
  php: script,
  lnk: shortcut,
  url: shortcut,
  webloc: shortcut,
  'office-macros': { words: msg`Office file with programs inside`, icon: FileIcon, endings: ['docm', 'xlsm', 'pptm', 'dotm', 'xltm'] },
  'office-locked': { words: msg`Office file with a password`, icon: FileText },
}
const unknown: Words = { words: msg`Unknown kind of file`, icon: FileIcon }

export function fileType(type: string): Words {
  return Object.hasOwn(types, type) ? (types[type] ?? unknown) : unknown
}

/** The ending by which a name says something else than what the file is; null when it tells the truth, or says nothing. */
export function lyingEnding(fileName: string | null, type: string): string | null {
  const ending = /\.([a-z0-9]{1,5})\s*$/i.exec(fileName ?? '')?.[1]?.toLowerCase()
  if (ending === undefined) return null
  if (fileType(type).endings?.includes(ending) === true) return null
  // Only of endings that belong to another type is it known that they lie.
  const isKnown = Object.entries(types).some(([other, { endings }]) => other !== type && endings?.includes(ending) === true)
  return isKnown ? ending : null
}
