// A table in the browser's database (IndexedDB), of values with a `key`. Every call opens it anew, so that other pages
// with it can be closed and cleared at any time. Rejects where the browser has no room for it or allows none.

const NAME = 'hitmap';
const TABLE = 'own';

export class Database {
  /** @returns {Promise<any[]>} */
  all() {
    return this.#do('readonly', (table) => table.getAll());
  }

  /** @param {{ key: string }} value */
  put(value) {
    return this.#do('readwrite', (table) => table.put(value));
  }

  /** @param {string} key */
  remove(key) {
    return this.#do('readwrite', (table) => table.delete(key));
  }

  clear() {
    return this.#do('readwrite', (table) => table.clear());
  }

  /**
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(table: IDBObjectStore) => IDBRequest<T>} ask
   * @returns {Promise<T>}
   */
  async #do(mode, ask) {
    const database = await opened();
    try {
      return await new Promise((done, fail) => {
        const transaction = database.transaction(TABLE, mode);
        const request = ask(transaction.objectStore(TABLE));
        transaction.oncomplete = () => done(request.result);
        transaction.onerror = transaction.onabort = () => fail(transaction.error ?? request.error);
      });
    } finally {
      database.close();
    }
  }
}

/** @returns {Promise<IDBDatabase>} */
const opened = () =>
  new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: 'key' });
    request.onsuccess = () => done(request.result);
    request.onerror = request.onblocked = () => fail(request.error);
  });
