/**
 * What postgres.js 3.4.9 does when the server goes away between two writes: it writes to a socket that is no more and
 * throws where nobody can catch it (porsager/postgres#1208), and bytes that were not written yet open the next connection.
 * With these changes the write is refused like any other on a lost connection, and a new connection begins with nothing.
 */
const MENDS = [
  {
    was: `    const x = socket.write(chunk, fn)
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return x`,
    is: `    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    const bytes = chunk
    chunk = nextWriteTimer = null
    if (socket === null) {
      error(Errors.connection('CONNECTION_CLOSED', options))
      return true
    }
    return socket.write(bytes, fn)`,
  },
  {
    was: `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
    is: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)`,
  },
] as const;

/** The file of postgres.js that is mended. */
export const MENDED_FILE = /[\\/]postgres[\\/]src[\\/]connection\.js$/;

/**
 * @param source of that file
 * @returns null when it is not the one that we know: it stays as it is
 */
export function mendDriver(source: string): string | null {
  if (!MENDS.every(({ was }) => source.split(was).length === 2)) return null;
  return MENDS.reduce((text, { was, is }) => text.replace(was, () => is), source);
}
