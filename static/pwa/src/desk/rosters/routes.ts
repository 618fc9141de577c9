import { desk, LEADERS, OFFICE, PEOPLE, VIEWERS } from '../screen'

const WORDS = ['desk-rosters', 'desk-boards', 'desk-editors', 'desk-training']
const print = desk('rosters/:id/print', 'roster-print', WORDS, PEOPLE, () => import('./RosterPrintScreen.vue'))

export const rosterRoutes = [
  desk('rosters', 'rosters', WORDS, PEOPLE, () => import('./RostersScreen.vue')),
  { ...print, meta: { ...print.meta!, shell: 'bare' as const } },
  desk('rosters/:id', 'roster', WORDS, PEOPLE, () => import('./RosterScreen.vue')),
  desk('offers', 'offers', WORDS, PEOPLE, () => import('./OffersScreen.vue')),
  desk('post-coverage', 'post-coverage', WORDS, [...VIEWERS, 'hr'], () => import('./PostCoverageScreen.vue')),
  desk('posts', 'posts', WORDS, LEADERS, () => import('./PostsScreen.vue')),
  desk('posts/shift-types', 'shift-types', WORDS, PEOPLE, () => import('./ShiftTypesScreen.vue')),
  desk('posts/calendar', 'day-calendar', WORDS, PEOPLE, () => import('./CalendarScreen.vue')),
  desk('posts/:id', 'post', WORDS, LEADERS, () => import('./PostScreen.vue')),
  desk('terms', 'terms', WORDS, PEOPLE, () => import('./TermsScreen.vue')),
  desk('terms/import', 'terms-import', WORDS, OFFICE, () => import('./TermsImportScreen.vue')),
  desk('terms/pairings', 'pairings', WORDS, PEOPLE, () => import('./PairingsScreen.vue')),
  desk('terms/wishes', 'wishes', WORDS, PEOPLE, () => import('./WishesScreen.vue')),
  desk('law', 'law', WORDS, PEOPLE, () => import('./LawScreen.vue')),
]
