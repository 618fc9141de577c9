import type { Component } from 'vue'
import type { Day } from './sheet'

/** One line of the grid: somebody, or a post with one kind of shift. */
export interface Line {
  id: string
  title: string
  sub: string
  to?: string
  figures: string[]
}

export type Mark = 'locked' | 'hard' | 'soft' | 'unconfirmed' | 'confirmed' | 'vacant' | 'open' | 'extra'

/** What stands in one cell. `label` is what a screen reader says of it. */
export interface CellView {
  text: string
  sub: string
  tone: 'early' | 'late' | 'night' | 'long' | 'vacant' | 'open' | 'away' | 'none'
  marks: Mark[]
  sign: { icon: Component; name: string } | null
  label: string
  /** The text is somebody's name, which may wrap. */
  names?: boolean
  drags: boolean
}

export type ViewOf = (line: Line, day: Day) => CellView

export interface Place {
  row: number
  column: number
}
