import { computed, nextTick, reactive } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'

const first = (value: LocationQuery[string] | undefined) => (Array.isArray(value) ? value[0] : value) ?? undefined

/**
 * A screen's filters, kept in its address so that a view can be sent to a colleague and Back works.
 * A filter that stands at its default is left out of the address.
 */
export function useFilters<Name extends string>(defaults: Record<Name, string>) {
  const route = useRoute()
  const router = useRouter()
  const home = route.path
  const names = Object.keys(defaults) as Name[]
  let waiting: LocationQuery | null = null

  function change(name: Name, value: string): void {
    if (!waiting) {
      waiting = { ...route.query }
      void nextTick(flush)
    }
    if (value === defaults[name]) delete waiting[name]
    else waiting[name] = value
  }

  function flush(): void {
    const query = waiting!
    waiting = null
    void router.replace({ path: home, query })
  }

  function filter(name: Name) {
    // The address changes a moment before this screen goes: what it showed last stays.
    return computed<string>({
      get: (before) => (route.path === home ? (first(route.query[name]) ?? defaults[name]) : (before ?? defaults[name])),
      set: (value) => change(name, value),
    })
  }

  return reactive(Object.fromEntries(names.map((name) => [name, filter(name)]))) as unknown as Record<Name, string>
}

/** Only what is set, as a query of the API. */
export function chosen<Values extends Record<string, string | undefined>>(values: Values): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Partial<Values>
}

/** The same as an address, for exports and links. */
export function addressOf(path: string, values: Record<string, string | undefined>): string {
  const query = new URLSearchParams(chosen(values) as Record<string, string>).toString()
  return query ? `${path}?${query}` : path
}
