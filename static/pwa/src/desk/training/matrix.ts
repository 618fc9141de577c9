import type { MatrixModule, MatrixPerson } from './answers'
import { LETTERS } from './states'

export const SHORT_OF = ['o', 'f', 'x', 'd'] as const

/** The people whose cells hold one of these letters; with a module, whose cell of that module does. */
export function standing(people: MatrixPerson[], letters: string, column: number): MatrixPerson[] {
  if (!letters) return people
  return people.filter((person) => [...(column < 0 ? person.cells : (person.cells[column] ?? ''))].some((letter) => letters.includes(letter)))
}

/** How many of these people stand how with each module. */
export function tally(people: MatrixPerson[], modules: MatrixModule[]): { current: number; required: number }[] {
  const sums = modules.map(() => ({ current: 0, required: 0 }))
  for (const person of people) {
    for (let column = 0; column < sums.length; column += 1) {
      const letter = person.cells[column] ?? '-'
      if (letter === 'c') sums[column]!.current += 1
      if (LETTERS[letter] !== 'not_required' && letter in LETTERS) sums[column]!.required += 1
    }
  }
  return sums
}

/** Which rows lie in the window of a long table, with a few more above and below. */
export function inWindow(rows: number, top: number, height: number, rowHeight: number, more = 8): { from: number; until: number } {
  const from = Math.max(0, Math.min(rows, Math.floor(top / rowHeight) - more))
  return { from, until: Math.min(rows, Math.ceil((top + height) / rowHeight) + more) }
}

/** Where the arrow keys lead in a table of so many rows and columns; null where the key is none of ours. */
export function stepped(key: string, at: { row: number; column: number }, rows: number, columns: number, far: number): { row: number; column: number } | null {
  const moves: Record<string, [number, number]> = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
    PageUp: [-far, 0], PageDown: [far, 0], Home: [0, -columns], End: [0, columns],
  }
  const move = moves[key]
  if (!move) return null
  const clamp = (value: number, most: number) => Math.max(0, Math.min(most - 1, value))
  return { row: clamp(at.row + move[0], rows), column: clamp(at.column + move[1], columns) }
}
