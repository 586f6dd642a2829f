import type { FileClass } from '#contract'

/** `extensions`: what a name may end in and still tell the truth; the first is added to a name that lies, `null` where none is known. */
type FileTypeRow = { readonly fileClass: FileClass; readonly mimeType: string; readonly extensions: readonly [string | null, ...string[]] }

/** Programs for which a text is a text, whatever stands in it. */
const TEXT = ['txt', 'log', 'md'] as const

/**
 * What a file can turn out to be, and what may be done with it. Shown inside the page is only what Chromium decodes without running anything;
 * `dangerous` is what runs, mounts, installs, or leads elsewhere when somebody opens it.
 */
export const fileTypes = {
  jpeg: row('inline-image', 'image/jpeg', 'jpg', 'jpeg', 'jpe', 'jfif'),
  png: row('inline-image', 'image/png', 'png', 'apng'),
  webp: row('inline-image', 'image/webp', 'webp'),
  gif: row('inline-image', 'image/gif', 'gif'),
  // Not decoded by every Chromium, or never.
  avif: row('save-only', 'image/avif', 'avif'),
  heic: row('save-only', 'image/heic', 'heic', 'heif'),
  bmp: row('save-only', 'image/bmp', 'bmp', 'dib'),
  tiff: row('save-only', 'image/tiff', 'tif', 'tiff', 'dng', 'nef', 'cr2', 'arw'),
  ico: row('save-only', 'image/vnd.microsoft.icon', 'ico', 'cur'),
  psd: row('save-only', 'image/vnd.adobe.photoshop', 'psd', 'psb'),
  jxl: row('save-only', 'image/jxl', 'jxl'),

  mp4: row('inline-video', 'video/mp4', 'mp4', 'm4v', 'm4a'),
  '3gp': row('inline-video', 'video/3gpp', '3gp', '3gpp', '3g2'),
  mov: row('inline-video', 'video/quicktime', 'mov', 'qt'),
  webm: row('inline-video', 'video/webm', 'webm', 'weba'),
  mkv: row('save-only', 'video/matroska', 'mkv', 'mka', 'mks'),
  avi: row('save-only', 'video/vnd.avi', 'avi'),
  mpeg: row('save-only', 'video/mpeg', 'mpg', 'mpeg', 'ts', 'm2ts', 'mts', 'vob'),
  asf: row('save-only', 'application/vnd.ms-asf', 'wmv', 'wma', 'asf'),
  flv: row('save-only', 'video/x-flv', 'flv'),

  'ogg-opus': row('inline-audio', 'audio/ogg; codecs=opus', 'ogg', 'opus', 'oga'),
  'ogg-audio': row('inline-audio', 'audio/ogg', 'ogg', 'oga', 'spx'),
  'ogg-other': row('save-only', 'application/ogg', 'ogx', 'ogv', 'ogg'),
  mp3: row('inline-audio', 'audio/mpeg', 'mp3', 'mp2', 'mpga'),
  aac: row('inline-audio', 'audio/aac', 'aac'),
  m4a: row('inline-audio', 'audio/mp4', 'm4a', 'm4b', 'mp4'),
  wav: row('inline-audio', 'audio/wav', 'wav'),
  flac: row('inline-audio', 'audio/flac', 'flac'),
  // WhatsApp takes it; no browser plays it.
  amr: row('save-only', 'audio/amr', 'amr'),
  midi: row('save-only', 'audio/midi', 'mid', 'midi'),
  aiff: row('save-only', 'audio/aiff', 'aif', 'aiff', 'aifc'),

  pdf: row('pdf', 'application/pdf', 'pdf'),
  docx: row('save-only', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx', 'dotx'),
  xlsx: row('save-only', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx', 'xltx'),
  pptx: row('save-only', 'application/vnd.openxmlformats-officedocument.presentationml.presentation', 'pptx', 'potx', 'ppsx'),
  odt: row('save-only', 'application/vnd.oasis.opendocument.text', 'odt', 'ott'),
  ods: row('save-only', 'application/vnd.oasis.opendocument.spreadsheet', 'ods', 'ots'),
  odp: row('save-only', 'application/vnd.oasis.opendocument.presentation', 'odp', 'otp'),
  epub: row('save-only', 'application/epub+zip', 'epub'),
  doc: row('save-only', 'application/msword', 'doc', 'dot', 'wps'),
  xls: row('save-only', 'application/vnd.ms-excel', 'xls', 'xlt'),
  ppt: row('save-only', 'application/vnd.ms-powerpoint', 'ppt', 'pps', 'pot'),
  // With a password: what is in it nobody sees.
  'office-locked': row('save-only', 'application/x-ole-storage', 'docx', 'xlsx', 'pptx'),
  msg: row('save-only', 'application/vnd.ms-outlook', 'msg'),
  rtf: row('save-only', 'application/rtf', 'rtf', 'doc'),
  postscript: row('save-only', 'application/postscript', 'ps', 'eps', 'ai'),
  xml: row('save-only', 'application/xml', 'xml', 'nfe', 'gpx', 'kml', 'ofx', ...TEXT),
  sqlite: row('save-only', 'application/vnd.sqlite3', 'sqlite', 'sqlite3', 'db'),

  zip: row('save-only', 'application/zip', 'zip', 'kmz', 'cbz'),
  rar: row('save-only', 'application/vnd.rar', 'rar', 'cbr'),
  '7z': row('save-only', 'application/x-7z-compressed', '7z'),
  gzip: row('save-only', 'application/gzip', 'gz', 'tgz'),
  bzip2: row('save-only', 'application/x-bzip2', 'bz2'),
  xz: row('save-only', 'application/x-xz', 'xz'),
  zstd: row('save-only', 'application/zstd', 'zst'),
  tar: row('save-only', 'application/x-tar', 'tar'),

  txt: row('plain', 'text/plain', ...TEXT, 'ini', 'cfg', 'srt', 'vtt', 'rem', 'ret', 'edi', 'tsv', 'csv', 'tex', 'ofx', 'json'),
  csv: row('plain', 'text/csv', 'csv', 'tsv', ...TEXT),
  json: row('plain', 'application/json', 'json', 'geojson', ...TEXT),
  vcard: row('plain', 'text/vcard', 'vcf', 'vcard', ...TEXT),
  calendar: row('plain', 'text/calendar', 'ics', ...TEXT),

  // As a page of the shop's own computer they could read what that one may.
  html: row('dangerous', 'text/html', 'html', ...TEXT),
  svg: row('dangerous', 'image/svg+xml', 'svg', ...TEXT),
  mhtml: row('dangerous', 'multipart/related', 'mhtml', ...TEXT),
  hta: row('dangerous', 'application/hta', 'hta', ...TEXT),
  exe: row('dangerous', 'application/vnd.microsoft.portable-executable', 'exe'),
  elf: row('dangerous', 'application/x-elf', 'elf'),
  'mach-o': row('dangerous', 'application/x-mach-binary', 'macho'),
  'java-class': row('dangerous', 'application/java-vm', 'class'),
  dex: row('dangerous', 'application/vnd.android.dex', 'dex'),
  wasm: row('dangerous', 'application/wasm', 'wasm'),
  flash: row('dangerous', 'application/x-shockwave-flash', 'swf'),
  'shell-script': row('dangerous', 'application/x-sh', 'sh', ...TEXT),
  batch: row('dangerous', 'application/x-bat', 'bat', ...TEXT),
  powershell: row('dangerous', 'application/x-powershell', 'ps1', ...TEXT),
  vbscript: row('dangerous', 'text/vbscript', 'vbs', ...TEXT),
  javascript: row('dangerous', 'text/javascript', 'js', ...TEXT),
  'windows-script': row('dangerous', 'application/xml', 'wsf', ...TEXT),
  php: row('dangerous', 'application/x-php', 'php', ...TEXT),
  python: row('dangerous', 'text/x-python', 'py', ...TEXT),
  registry: row('dangerous', 'text/x-ms-regedit', 'reg', ...TEXT),
  lnk: row('dangerous', 'application/x-ms-shortcut', 'lnk'),
  url: row('dangerous', 'application/internet-shortcut', 'url', ...TEXT),
  webloc: row('dangerous', 'application/x-webloc', 'webloc', ...TEXT),
  scf: row('dangerous', 'text/x-ms-scf', 'scf', ...TEXT),
  desktop: row('dangerous', 'application/x-desktop', 'desktop', ...TEXT),
  inf: row('dangerous', 'text/x-ms-inf', 'inf', ...TEXT),
  slk: row('dangerous', 'text/spreadsheet', 'slk', ...TEXT),
  apk: row('dangerous', 'application/vnd.android.package-archive', 'apk'),
  jar: row('dangerous', 'application/java-archive', 'jar'),
  'app-package': row('dangerous', 'application/zip', 'msix'),
  msi: row('dangerous', 'application/x-msi', 'msi'),
  cab: row('dangerous', 'application/vnd.ms-cab-compressed', 'cab'),
  chm: row('dangerous', 'application/vnd.ms-htmlhelp', 'chm'),
  onenote: row('dangerous', 'application/onenote', 'one'),
  access: row('dangerous', 'application/vnd.ms-access', 'accdb'),
  'office-macros': row('dangerous', 'application/vnd.ms-office', 'docm'),
  // Whoever made it may have put anything there: an installer looks the same as a text until its parts are found.
  'ole-other': row('dangerous', 'application/x-ole-storage', 'ole'),
  deb: row('dangerous', 'application/vnd.debian.binary-package', 'deb'),
  rpm: row('dangerous', 'application/x-rpm', 'rpm'),
  'mac-package': row('dangerous', 'application/x-xar', 'pkg'),
  'browser-extension': row('dangerous', 'application/x-chrome-extension', 'crx'),
  iso: row('dangerous', 'application/x-iso9660-image', 'iso'),
  dmg: row('dangerous', 'application/x-apple-diskimage', 'dmg'),
  'disk-image': row('dangerous', 'application/x-disk-image', 'vhd'),

  empty: row('save-only', 'application/octet-stream', null),
  unknown: row('save-only', 'application/octet-stream', null),
} as const satisfies Record<string, FileTypeRow>

export type FileType = keyof typeof fileTypes

export function isTextType(type: FileType): boolean {
  return (fileTypes[type].extensions as readonly (string | null)[]).includes('txt')
}

function row(fileClass: FileClass, mimeType: string, ...extensions: [string | null, ...string[]]): FileTypeRow {
  return { fileClass, mimeType, extensions }
}
