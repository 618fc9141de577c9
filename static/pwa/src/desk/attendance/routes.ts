import { desk, PEOPLE } from '../screen'

const WORDS = ['desk-attendance', 'desk-boards', 'desk-training']

export const attendanceRoutes = [
  desk('leave', 'leave', WORDS, PEOPLE, () => import('./LeaveScreen.vue')),
  desk('leave/balances', 'leave-balances', WORDS, PEOPLE, () => import('./BalancesScreen.vue')),
]

