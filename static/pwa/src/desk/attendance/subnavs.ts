export const LEAVE_SCREENS = [
  { to: '/desk/leave', label: 'core.nav.leave' },
  { to: '/desk/leave/balances', label: 'core.nav.leaveBalances' },
]

export const ATTENDANCE_SCREENS = [
  { to: '/desk/attendance', label: 'core.nav.attendance' },
  { to: '/desk/attendance/shifts', label: 'core.nav.attendanceShifts' },
  { to: '/desk/attendance/corrections', label: 'core.nav.corrections' },
  { to: '/desk/attendance/board', label: 'core.nav.attendanceBoard' },
  { to: '/desk/attendance/settings', label: 'core.nav.attendanceSettings' },
]
