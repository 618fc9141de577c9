// Runs in every page of a bought course, before the course's own scripts, inside a sandbox without an origin.
// It gives the course the interface of its standard (scorm-again) and tells the app what the course says.
(() => {
  'use strict'
  const run = globalThis.anxunRun
  const old = run.version === '1.2'
  const mark = `anxun:${run.package_id}:${run.unit}:`

  // A page without an origin may not look at its parent; courses search there for the interface.
  Object.defineProperty(window, 'parent', { value: window, configurable: true })
  offerStorage('localStorage')
  offerStorage('sessionStorage')
  Object.defineProperty(document, 'cookie', { get: () => '', set: () => {}, configurable: true })

  const settings = { autocommit: true, autocommitSeconds: 15, lmsCommitUrl: false, dataCommitFormat: 'flattened', logLevel: 5 }
  const api = old ? new Scorm12API(settings) : new Scorm2004API(settings)
  const names = old ? { commit: 'LMSCommit', finish: 'LMSFinish' } : { commit: 'Commit', finish: 'Terminate' }
  if (old) window.API = api
  else window.API_1484_11 = api
  api.loadFromFlattenedJSON(beginning(), '')
  api.on(names.commit, () => tell(false))
  api.on(names.finish, () => tell(true))
  addEventListener('pagehide', () => { if (api.isInitialized?.()) tell(false) })

  /** What earlier pages of this frame left, else what the server keeps. */
  function beginning() {
    const kept = window.name.startsWith(mark) ? JSON.parse(window.name.slice(mark.length)) : run.cmi
    return { ...kept, ...learner(Object.keys(kept).length > 0) }
  }

  function learner(again) {
    const entry = again ? 'resume' : 'ab-initio'
    const { id, name } = run.learner
    return old
      ? { 'cmi.core.student_id': id, 'cmi.core.student_name': name, 'cmi.core.entry': entry, 'cmi.launch_data': run.launch_data }
      : { 'cmi.learner_id': id, 'cmi.learner_name': name, 'cmi.entry': entry, 'cmi.launch_data': run.launch_data }
  }

  function tell(ended) {
    const cmi = {}
    for (const [name, value] of Object.entries(api.renderCommitCMI(ended))) {
      if (name.startsWith('cmi.') && ['string', 'number', 'boolean'].includes(typeof value) && value !== '') cmi[name] = String(value)
    }
    window.name = mark + JSON.stringify(cmi)
    window.top.postMessage({ source: 'anxun-scorm', package_id: run.package_id, unit_id: run.unit, cmi, ended }, run.app)
  }

  function offerStorage(name) {
    const kept = new Map()
    const storage = {
      get length() { return kept.size },
      key: (place) => [...kept.keys()][place] ?? null,
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, value) => { kept.set(String(key), String(value)) },
      removeItem: (key) => { kept.delete(String(key)) },
      clear: () => { kept.clear() },
    }
    Object.defineProperty(window, name, { value: storage, configurable: true })
  }
})()
