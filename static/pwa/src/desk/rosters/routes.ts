import { desk, PEOPLE } from '../screen'

const WORDS = ['desk-rosters', 'desk-boards', 'desk-editors', 'desk-training']
const print = desk('rosters/:id/print', 'roster-print', WORDS, PEOPLE, () => import('./RosterPrintScreen.vue'))

export const rosterRoutes = [
  desk('rosters', 'rosters', WORDS, PEOPLE, () => import('./RostersScreen.vue')),
  { ...print, meta: { ...print.meta!, shell: 'bare' as const } },
  desk('rosters/:id', 'roster', WORDS, PEOPLE, () => import('./RosterScreen.vue')),
]
