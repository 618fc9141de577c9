import { ref } from 'vue'
import type { Theme } from './types'

const REMEMBERED = 'anxun.theme'
const NAMES: Record<Theme, string | null> = { system: null, light: 'anxun', dark: 'anxun-dark' }

const remembered = localStorage.getItem(REMEMBERED)
export const theme = ref<Theme>(remembered === 'light' || remembered === 'dark' ? remembered : 'system')

/** Without the attribute the style sheet follows the system by itself. */
export function setTheme(choice: Theme): void {
  theme.value = choice
  localStorage.setItem(REMEMBERED, choice)
  const name = NAMES[choice]
  if (name) document.documentElement.dataset.theme = name
  else delete document.documentElement.dataset.theme
}

setTheme(theme.value)
