/**
 * Whether a request comes from a page of ours. Sec-Fetch-Site cannot be forged by a page, but browsers send it over
 * https and to localhost only; elsewhere Origin tells, which they send with everything that is no plain read. What has
 * neither comes from no browser of today, and gets nothing by a cookie.
 */
export function isSameOrigin(header: (name: string) => string | undefined, publicUrl: string): boolean {
  const site = header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin";
  const origin = header("origin");
  if (origin === undefined || !URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from === header("host") || from === new URL(publicUrl).host;
}
