import { session } from '@/session/session'

const site = (id: string | null | undefined) => session.me?.sites.find((one) => one.id === id)

export const siteName = (id: string | null | undefined): string => site(id)?.name ?? ''
export const zoneOf = (id: string | null | undefined): string | undefined => site(id)?.time_zone
export const siteOptions = () => session.me?.sites.map((one) => ({ value: one.id, label: one.name })) ?? []

/** The zone in which "today" is meant when no site is chosen. */
export const homeZone = () => session.me?.sites[0]?.time_zone
