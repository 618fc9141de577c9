import { shallowRef } from 'vue'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'

export type Organisation = components['schemas']['Organisation']

/** The organisation's own settings, for maps and printed addresses; fetched once. */
export const organisation = shallowRef<Organisation>()

export async function loadOrganisation(): Promise<Organisation> {
  organisation.value ??= await unwrap(api.GET('/api/v1/organisation'))
  return organisation.value
}
