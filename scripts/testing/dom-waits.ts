// Set up before each test file: where there is a page, what is waited for in it may take long on a busy machine, as in `expect.poll`.
if (typeof document !== 'undefined') {
  const { configure } = await import('@testing-library/react')
  configure({ asyncUtilTimeout: 20_000 })
}

export {}
