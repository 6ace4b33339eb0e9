import workerUrl from './stage-parity.worker?worker&url'

// The test that opens this page starts the worker, and finds here where the build has put it.
document.documentElement.dataset['worker'] = new URL(workerUrl, location.href).href
