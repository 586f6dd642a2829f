import { useState } from 'react'
import { createRoot } from 'react-dom/client'

/** As little as a page of React can be that answers a key. */
function Floor() {
  const [text, setText] = useState('')
  return <textarea data-floor aria-label="floor" value={text} onChange={(event) => setText(event.target.value)} />
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(<Floor />)
