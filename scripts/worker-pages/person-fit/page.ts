import workerUrl from './person-fit.worker?worker&url'

// The script that opens this page starts the worker, and finds here where the build has put it.
document.documentElement.dataset['worker'] = new URL(workerUrl, location.href).href
