import { reactive } from 'vue'
import type { Tone } from './badges'

export interface Toast {
  id: number
  text: string
  tone: Tone
}

const SHOWN_MS = 6_000
let last = 0

export const toasts = reactive<Toast[]>([])

export function dismiss(id: number): void {
  const index = toasts.findIndex((toast) => toast.id === id)
  if (index >= 0) toasts.splice(index, 1)
}

/** A short message that screen readers also speak. */
export function toast(text: string, tone: Tone = 'ok'): void {
  const id = ++last
  toasts.push({ id, text, tone })
  setTimeout(() => dismiss(id), tone === 'bad' ? SHOWN_MS * 2 : SHOWN_MS)
}
