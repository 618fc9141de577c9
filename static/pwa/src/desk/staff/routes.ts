import { desk, OFFICE, PEOPLE } from '../screen'

const WORDS = ['desk-staff', 'desk-boards', 'desk-editors']

export const staffRoutes = [
  desk('staff', 'staff', WORDS, PEOPLE, () => import('./StaffScreen.vue')),
  desk('staff/import', 'staff-import', [...WORDS, 'desk-people'], ['hr', 'administrator'], () => import('./StaffImportScreen.vue')),
  desk('staff/papers', 'papers', WORDS, OFFICE, () => import('./PapersScreen.vue')),
  desk('staff/:id', 'staff-file', [...WORDS, 'desk-training'], PEOPLE, () => import('./StaffFileScreen.vue')),
  desk('ladder', 'ladder', WORDS, PEOPLE, () => import('./LadderScreen.vue')),
  desk('turnover', 'turnover', WORDS, PEOPLE, () => import('./TurnoverScreen.vue')),
  desk('turnover/rows', 'turnover-rows', WORDS, PEOPLE, () => import('./TurnoverRowsScreen.vue')),
]
