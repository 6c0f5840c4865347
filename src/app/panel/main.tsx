import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createSoundDesk } from './audio/sound-desk.ts'
import { createPanelStore } from './model/panel-store.ts'
import './style/tokens.css'
import './style/panel.css'
import './style/frame.css'
import './style/parts.css'
import { Frame } from './view/frame.tsx'

const root = document.getElementById('panel')
if (root === null) throw new Error('index.html has no place for the panel')
if (window.samShell !== undefined) document.documentElement.dataset['shell'] = 'menu-bar'

const store = createPanelStore(createSoundDesk)
createRoot(root).render(
  <StrictMode>
    <Frame store={store} />
  </StrictMode>,
)
