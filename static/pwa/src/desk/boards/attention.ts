import type { TodayFinding, TodaySite } from './answers'

/** How urgently a site wants a look: a call for help before lateness, lateness before what merely runs. */
export function urgency(site: TodaySite): number {
  if (callsForHelp(site).length) return 4
  if (site.missed.length || overdue(site) > 0) return 3
  if (site.open_exceptions) return 2
  return site.running.length + site.starting.length ? 1 : 0
}

/** Rounds not started in time, and those that should have ended. */
export function overdue(site: TodaySite): number {
  return site.late.length
}

export function callsForHelp(site: TodaySite): TodayFinding[] {
  return site.findings.filter((finding) => finding.sos && finding.status !== 'verified')
}

export function byUrgency(sites: TodaySite[]): TodaySite[] {
  return [...sites].sort((a, b) => urgency(b) - urgency(a) || a.site_name.localeCompare(b.site_name))
}

export interface Heard extends TodayFinding {
  site_id: string
  site_name: string
  time_zone: string
}

/** The findings of all sites, the newest first. */
export function findingsOf(sites: TodaySite[]): Heard[] {
  return sites
    .flatMap((site) => site.findings.map((finding) => ({ ...finding, site_id: site.site_id, site_name: site.site_name, time_zone: site.time_zone })))
    .sort((a, b) => b.opened_at.localeCompare(a.opened_at))
}

/** The photo behind a thumbnail's address. */
export const shaOf = (url: string | null): string | null => url?.match(/\/photos\/([0-9a-f]{64})/)?.[1] ?? null
