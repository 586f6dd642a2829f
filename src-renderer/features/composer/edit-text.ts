/** Replaces a part of what somebody is writing as if they had typed it, so that the field's own undo goes over it too. */
export function replaceRange(field: HTMLTextAreaElement, range: { start: number; end: number }, text: string): void {
  field.focus()
  field.setSelectionRange(range.start, range.end)
  // Deprecated and without a successor: nothing else writes into the undo history of a text area.
  const isDone = document.execCommand(text === '' ? 'delete' : 'insertText', false, text)
  if (isDone) return
  field.setRangeText(text, range.start, range.end, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

/** Puts a mark on both sides of what is selected, or takes it off again; between two marks, ends what was begun. */
export function toggleMark(field: HTMLTextAreaElement, mark: string): void {
  const { selectionStart: start, selectionEnd: end, value } = field
  const selected = value.slice(start, end)
  const before = value.slice(0, start)
  if (selected === '' && value.startsWith(mark, end) && before.includes(mark)) {
    if (before.endsWith(mark)) replaceRange(field, { start: start - mark.length, end: end + mark.length }, '')
    else field.setSelectionRange(end + mark.length, end + mark.length)
    return
  }
  const isMarked = selected.length > 2 * mark.length && selected.startsWith(mark) && selected.endsWith(mark)
  const changed = isMarked ? selected.slice(mark.length, -mark.length) : `${mark}${selected}${mark}`
  replaceRange(field, { start, end }, changed)
  if (selected === '') field.setSelectionRange(start + mark.length, start + mark.length)
  else field.setSelectionRange(start, start + changed.length)
}
