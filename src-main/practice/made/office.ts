import { packZip } from './zip.ts'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types'

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The smallest text document that a word processor opens: a paragraph a line. */
export function writeDocx(lines: readonly string[]): Buffer {
  const paragraphs = lines.map((line) => `<w:p><w:r><w:t xml:space="preserve">${escaped(line)}</w:t></w:r></w:p>`).join('')
  return packZip([
    contentTypes([['/word/document.xml', DOCX + '.main+xml']]),
    relations('_rels/.rels', [['officeDocument', 'word/document.xml']]),
    {
      name: 'word/document.xml',
      content: `${XML}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs}</w:body></w:document>`,
    },
  ])
}

/** The smallest sheet: rows of texts and numbers. */
export function writeXlsx(rows: readonly (readonly (string | number)[])[]): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const cells = rows
    .map((row) => {
      const inRow = row.map((cell) =>
        typeof cell === 'number' ? `<c><v>${cell}</v></c>` : `<c t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`,
      )
      return `<row>${inRow.join('')}</row>`
    })
    .join('')
  return packZip([
    contentTypes([
      ['/xl/workbook.xml', XLSX + '.main+xml'],
      ['/xl/worksheets/sheet1.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'],
    ]),
    relations('_rels/.rels', [['officeDocument', 'xl/workbook.xml']]),
    relations('xl/_rels/workbook.xml.rels', [['worksheet', 'worksheets/sheet1.xml']]),
    {
      name: 'xl/workbook.xml',
      content: `${XML}<workbook xmlns="${main}" xmlns:r="${OFFICE}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    { name: 'xl/worksheets/sheet1.xml', content: `${XML}<worksheet xmlns="${main}"><sheetData>${cells}</sheetData></worksheet>` },
  ])
}

function contentTypes(parts: readonly (readonly [path: string, type: string])[]) {
  const overrides = parts.map(([path, type]) => `<Override PartName="${path}" ContentType="${type}"/>`).join('')
  const relation = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
  return { name: '[Content_Types].xml', content: `${XML}<Types xmlns="${TYPES}">${relation}${overrides}</Types>` }
}

function relations(name: string, targets: readonly (readonly [type: string, target: string])[]) {
  const all = targets.map(([type, target], index) => `<Relationship Id="r${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`)
  return { name, content: `${XML}<Relationships xmlns="${RELATIONS}">${all.join('')}</Relationships>` }
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
