import { desk, PEOPLE } from '../screen'

const WORDS = ['desk-attendance', 'desk-boards', 'desk-training']

export const attendanceRoutes = [
  desk('attendance', 'attendance', WORDS, PEOPLE, () => import('./NowScreen.vue')),
  desk('attendance/shifts', 'attendance-shifts', WORDS, PEOPLE, () => import('./ShiftsScreen.vue')),
  desk('attendance/corrections', 'corrections', WORDS, PEOPLE, () => import('./CorrectionsScreen.vue')),
  desk('attendance/board', 'attendance-board', WORDS, PEOPLE, () => import('./BoardScreen.vue')),
  desk('attendance/board/rows', 'attendance-rows', WORDS, PEOPLE, () => import('./RowsScreen.vue')),
  desk('attendance/settings', 'attendance-settings', WORDS, PEOPLE, () => import('./SettingsScreen.vue')),
  desk('timesheets', 'timesheets', WORDS, PEOPLE, () => import('./TimesheetsScreen.vue')),
  desk('handovers', 'handovers', WORDS, PEOPLE, () => import('./HandoversScreen.vue')),
  desk('leave', 'leave', WORDS, PEOPLE, () => import('./LeaveScreen.vue')),
  desk('leave/balances', 'leave-balances', WORDS, PEOPLE, () => import('./BalancesScreen.vue')),
]
