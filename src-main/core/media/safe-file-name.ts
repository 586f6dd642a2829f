import { fileTypes, isTextType, type FileType } from './file-types.ts'

/** Two hundred bytes leave room for what a browser or a folder of downloads adds, under the 255 of every file system. */
const NAME_MAX_BYTES = 200
const EXTENSION_MAX_LENGTH = 16
/** What a file of a kind that may do harm is called last: no program opens it by itself, and it says why. */
const UNSAFE = 'unsafe'
const NEUTRAL = 'bin'

/** Not a character of any name: what controls, is invisible, turns the direction, or is none. */
const REMOVED = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu
/** Separators of every system, what Windows forbids, and what looks like a separator or the dot before an ending. */
const REPLACED = /[/\\:*?"<>|\u2044\u2215\u29f5\u29f8\uff0f\uff3c\u2236\ua789\uff1a\u2024\ufe52\uff0e]/gu
/** Windows takes these for devices, whatever ending follows, and acts upon the last two when they lie in a folder. */
const RESERVED = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)|^(desktop\.ini|autorun\.inf)$/i

/** Endings by which some system runs, installs, mounts or obeys a file, without the programs that `fileTypes` knows by their content. */
const RUNNABLE = new Set(
  `ade adp apk app appimage application appref-ms appx appxbundle asp aspx bas bash bat cab cer chm class cmd cnt com command cpl crt crx
  csh deb der desktop dex diagcab dll dmg docm dotm elf exe fish fxp gadget grp hlp hpj hta htc htm html img inf ins ipa iso isp its jar jnlp job js
  jse ksh kext lib library-ms lnk mad maf mag mam maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz mht mhtml mjs mobileconfig mpkg msc msh msh1
  msh2 mshxml msi msix msixbundle msp mst msu ocx one onetoc2 ops osd out pcd phar php php3 php5 pif pkg pl plg pm potm ppam ppsm pptm prf prg printerexport
  ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 psm1 pssc pst py pyc pyo pyw pyz pyzw rb reg rpm run scf scptd scpt scr sct search-ms
  searchconnector-ms settingcontent-ms sh shb shs shtml slk snap so svg svgz swf sys terminal theme themepack tmp url vb vbe vbp vbs vhd vhdx
  vmdk vsix vsmacros vsw vxd webloc website wim workflow ws wsb wsc wsf wsh xbap xht xhtml xla xlam xld xll xlm xlsb xlsm xltm xnk xpi xsl xslt zsh accdb accde accdr
  action air dylib elf64 gms htaccess inetloc fileloc macho nsh ost rgs sparsebundle sparseimage udf vcd toast wasm`.split(/\s+/),
)

/**
 * The name under which a file may be saved on any system. It names no folder, hides nothing, ends in what the file really is when its own
 * ending says otherwise, and never in something that a double click would run. At most 200 bytes. The same name again comes out unchanged.
 */
export function safeFileName({ name, type, fallback }: { name: string | null; type: FileType; fallback: string }): string {
  const cleaned = clean(name ?? '')
  const { stem, extension } = split(cleaned === '' ? clean(fallback) || 'file' : cleaned)
  const endings = endingsOf(extension, type)
  const added = endings.map((each) => `.${each}`).join('')
  const cut = trimEnds(cutToBytes(stem, NAME_MAX_BYTES - Buffer.byteLength(added) - 1))
  const whole = `${cut === '' ? 'file' : cut}${added}`
  return RESERVED.test(whole) ? `_${whole}` : whole
}

function clean(name: string): string {
  return trimEnds(
    name
      .normalize('NFC')
      .replace(/\s/gu, ' ')
      .replace(REMOVED, '')
      .replace(REPLACED, '_')
      .replace(/\p{Zs}+/gu, ' '),
  )
}

/** Windows drops dots and spaces at the end, and other systems hide what begins with a dot. */
function trimEnds(name: string): string {
  return name.replace(/^[. ]+/, '').replace(/[. ]+$/, '')
}

function split(name: string): { readonly stem: string; readonly extension: string | null } {
  const dot = name.lastIndexOf('.')
  const extension = name.slice(dot + 1)
  // What is longer, or has other characters, is a part of the name: `Rua 3. Casa`.
  const isExtension = dot > 0 && extension.length <= EXTENSION_MAX_LENGTH && /^[\p{L}\p{N}_-]+$/u.test(extension)
  return isExtension ? { stem: name.slice(0, dot), extension } : { stem: name, extension: null }
}

/** Those of the name, and what has to stand behind them. */
function endingsOf(given: string | null, type: FileType): string[] {
  const own = given === null ? [] : [given]
  const last = given?.toLowerCase() ?? null
  const { extensions, fileClass } = fileTypes[type]
  if (last === UNSAFE && fileClass === 'dangerous') return own
  const isTrue = last !== null && (extensions as readonly (string | null)[]).includes(last)
  if (fileClass === 'dangerous') {
    // As a text it is harmless, whatever is in it.
    if (isTrue && isTextType(type) && !RUNNABLE.has(last)) return own
    return isTrue || (last !== null && RUNNABLE.has(last)) ? [...own, UNSAFE] : [...own, extensions[0] ?? NEUTRAL, UNSAFE]
  }
  if (isTrue) return own
  const expected: string | null = extensions[0]
  if (expected !== null) return [...own, expected]
  return last !== null && RUNNABLE.has(last) ? [...own, NEUTRAL] : own
}

function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0
  let cut = ''
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > maxBytes) break
    cut += character
  }
  return cut
}

export function isRunnableName(name: string): boolean {
  return RUNNABLE.has(split(clean(name)).extension?.toLowerCase() ?? '')
}
