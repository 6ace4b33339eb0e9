import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb'

import { MynaError } from '../protocol/errors'
import { DATABASE, keepsOnDevice } from './kept-database'
import { migrate, SCHEMA_VERSION, type MynaSchema, type StoreName } from './schema'
import { storageError } from './storage-errors'

export type ReadTransaction<S extends StoreName> = IDBPTransaction<MynaSchema, S[]>
export type WriteTransaction<S extends StoreName> = IDBPTransaction<MynaSchema, S[], 'readwrite'>

/**
 * The app's one IndexedDB, in memory where the browser keeps none (`keepsOnDevice`). Opened at the first use and again after the browser closed it. A transaction is all or
 * nothing: when `act` or the commit fails, everything that was kept before is still there. Errors: `storage-full`,
 * `storage-unavailable`, `busy-elsewhere` (another tab holds an old version open), `app-outdated` (another tab has
 * upgraded it), and what `act` throws.
 */
export interface Database {
  read<S extends StoreName, T>(stores: readonly S[], act: (transaction: ReadTransaction<S>) => Promise<T>): Promise<T>
  write<S extends StoreName, T>(stores: readonly S[], act: (transaction: WriteTransaction<S>) => Promise<T>): Promise<T>
  /** Closes the connection; a later call opens it again. */
  close(): Promise<void>
}

/** `name` and what is waited for before it is opened differ only in tests. */
export function createDatabase(name = DATABASE, ready: () => Promise<unknown> = keepsOnDevice): Database {
  let opening: Promise<IDBPDatabase<MynaSchema>> | null = null

  const connect = (): Promise<IDBPDatabase<MynaSchema>> => {
    if (opening) return opening
    const attempt = ready().then(() =>
      open(name, () => {
        if (opening === attempt) opening = null
      }),
    )
    opening = attempt
    attempt.catch(() => {
      if (opening === attempt) opening = null
    })
    return attempt
  }

  return {
    async read(stores, act) {
      const connection = await connect()
      return settle(() => connection.transaction([...stores], 'readonly'), act)
    },
    async write(stores, act) {
      const connection = await connect()
      return settle(() => connection.transaction([...stores], 'readwrite'), act)
    },
    async close() {
      const connection = await opening?.catch(() => null)
      opening = null
      connection?.close()
    },
  }
}

async function open(name: string, onLost: () => void): Promise<IDBPDatabase<MynaSchema>> {
  if (!('indexedDB' in globalThis)) throw new MynaError('storage-unavailable', 'this browser offers no IndexedDB here')
  let refuse: (error: MynaError) => void = () => undefined
  const refused = new Promise<never>((_, reject) => {
    refuse = reject
  })
  try {
    const opened = openDB<MynaSchema>(name, SCHEMA_VERSION, {
      upgrade: (database, oldVersion, _newVersion, upgrade) => {
        migrate(database, oldVersion, upgrade)
      },
      blocked: (currentVersion) => {
        refuse(new MynaError('busy-elsewhere', `another tab holds version ${currentVersion} of the database open`))
        // The request cannot be withdrawn: should it come through after all, nobody waits for it any more.
        void opened.then((database) => {
          database.close()
        }, onLost)
      },
      // Another tab wants to upgrade or delete: step aside at once, so that it is not blocked by us.
      blocking: (_currentVersion, _blockedVersion, event) => {
        ;(event.target as IDBDatabase).close()
        onLost()
      },
      terminated: onLost,
    })
    return await Promise.race([opened, refused])
  } catch (thrown) {
    throw storageError(thrown)
  }
}

type AnyTransaction = Pick<IDBPTransaction<MynaSchema, StoreName[], IDBTransactionMode>, 'done' | 'error' | 'abort'>

async function settle<X extends AnyTransaction, T>(begin: () => X, act: (transaction: X) => Promise<T>): Promise<T> {
  let transaction: X
  try {
    transaction = begin()
  } catch (thrown) {
    throw storageError(thrown)
  }
  // Settles exactly once and never rejects, so that no failure of the commit goes unobserved.
  const ended = transaction.done.then(
    () => null,
    (thrown: unknown) => storageError(transaction.error ?? thrown),
  )
  try {
    const value = await act(transaction)
    const failure = await ended
    if (failure) throw failure
    return value
  } catch (thrown) {
    abortQuietly(transaction)
    await ended
    // A request inside an aborted transaction only says "AbortError"; the transaction knows the reason.
    throw storageError(transaction.error ?? thrown)
  }
}

function abortQuietly(transaction: AnyTransaction): void {
  try {
    transaction.abort()
  } catch (thrown) {
    // Already over: then there is nothing to undo.
    if (!(thrown instanceof Error && thrown.name === 'InvalidStateError')) throw thrown
  }
}
