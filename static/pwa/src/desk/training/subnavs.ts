export const CERTIFICATE_SCREENS = [
  { to: '/desk/certificates', label: 'core.nav.certificates' },
  { to: '/desk/certificates/warnings', label: 'core.nav.certificateWarnings' },
  { to: '/desk/certificates/types', label: 'core.nav.certificateTypes' },
  { to: '/desk/certificates/rules', label: 'core.nav.qualification' },
]

export const BOARD_SCREENS = [
  { to: '/desk/training', label: 'core.nav.training' },
  { to: '/desk/training/figures', label: 'core.nav.trainingFigures' },
]
