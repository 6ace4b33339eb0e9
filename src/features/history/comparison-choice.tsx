import type { ReactElement } from 'react'
import { useApp } from '../../state/use-app'

/** How far the choice of two readings to compare has come. */
export function ComparisonChoice(): ReactElement {
  const count = useApp(({ compared }) => compared.length)
  return (
    <div role="status" className="history__comparison">
      {count === 1 && <p>One reading is chosen. Press “Compare” at another one to hear the two beside each other.</p>}
      {count === 2 && (
        <p>
          Two readings are chosen. <a href="#/compare">Compare them</a>
        </p>
      )}
    </div>
  )
}
