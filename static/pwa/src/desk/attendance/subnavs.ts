export const LEAVE_SCREENS = [
  { to: '/desk/leave', label: 'core.nav.leave' },
  { to: '/desk/leave/balances', label: 'core.nav.leaveBalances' },
]
