type Listener = (answered: boolean) => void

const listeners = new Set<Listener>()

export const whenAnswered = (listener: Listener) => { listeners.add(listener) }

/** Every request says here whether the server answered: `navigator.onLine` knows only of a network, not of the server. */
export const noteAnswer = (answered: boolean) => listeners.forEach((listener) => listener(answered))
