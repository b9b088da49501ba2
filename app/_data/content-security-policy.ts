const HOST = /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i;

/**
 * What a page may load and run: its own scripts, known by the nonce, and what those load; nothing from elsewhere, since
 * a wall hangs in a network of its own.
 * @param host the request's Host; the board's socket may go there alone (browsers on older televisions do not count a
 *   socket as 'self')
 */
export function contentSecurityPolicy(nonce: string, host: string | null): string {
  const sockets = host !== null && HOST.test(host) ? ` ws://${host} wss://${host}` : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    // React writes shares, columns and the drift against burn-in as style attributes; no <style> is needed.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${sockets}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join("; ");
}
