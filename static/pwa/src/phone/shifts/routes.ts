import type { RouteRecordRaw } from 'vue-router'

const shifts = { shell: 'auto' as const, messages: ['shifts'] }

export const shiftsRoutes: RouteRecordRaw[] = [
  { path: '/shifts', name: 'my-shifts', component: () => import('./ShiftsScreen.vue'), meta: { ...shifts, title: 'shifts.title' } },
  { path: '/shifts/clock', name: 'shifts-clock', component: () => import('./ClockScreen.vue'), meta: { ...shifts, title: 'shifts.clock.title' } },
  { path: '/shifts/hours', name: 'shifts-hours', component: () => import('./HoursScreen.vue'), meta: { ...shifts, title: 'shifts.hours.title' } },
  { path: '/shifts/leave', name: 'shifts-leave', component: () => import('./LeaveScreen.vue'), meta: { ...shifts, title: 'shifts.leave.title' } },
  { path: '/shifts/leave/ask', name: 'shifts-leave-ask', component: () => import('./AskLeaveScreen.vue'), meta: { ...shifts, title: 'shifts.leave.ask' } },
  { path: '/shifts/wishes', name: 'shifts-wishes', component: () => import('./WishesScreen.vue'), meta: { ...shifts, title: 'shifts.wishes.title' } },
  { path: '/shifts/wishes/add', name: 'shifts-wishes-add', component: () => import('./AddWishScreen.vue'), meta: { ...shifts, title: 'shifts.wishes.add' } },
  { path: '/shifts/offers', name: 'shifts-offers', component: () => import('./OffersScreen.vue'), meta: { ...shifts, title: 'shifts.offers.title' } },
  { path: '/shifts/handover', name: 'shifts-handover', component: () => import('./HandoverScreen.vue'), meta: { ...shifts, title: 'shifts.handover.title' } },
  { path: '/shifts/attendance', name: 'shifts-attendance', component: () => import('./AttendanceScreen.vue'), meta: { ...shifts, title: 'shifts.attendance.title' } },
  { path: '/shifts/correction', name: 'shifts-correction', component: () => import('./CorrectionScreen.vue'), meta: { ...shifts, title: 'shifts.correction.title' } },
  { path: '/shifts/calendar', name: 'shifts-calendar', component: () => import('./FeedScreen.vue'), meta: { ...shifts, title: 'shifts.feed.title' } },
  { path: '/shifts/:id', name: 'shift', component: () => import('./ShiftScreen.vue'), props: true, meta: { ...shifts, title: 'shifts.shift.title' } },
  { path: '/shifts/:id/swap', name: 'shift-swap', component: () => import('./SwapScreen.vue'), props: true, meta: { ...shifts, title: 'shifts.swap.title' } },
]
