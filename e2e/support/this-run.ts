/** Where the app is served to the tests. Two runs at once need a port each. */
export const E2E_PORT = Number(process.env['MYNA_E2E_PORT'] ?? 4173)

/** What the run found, as JSON, relative to the project: a file for each port. */
export const E2E_REPORT = E2E_PORT === 4173 ? 'test-results/e2e.json' : `test-results/e2e-${E2E_PORT}.json`
