/**
 * Whether a request comes from a page of ours, as far as browsers tell: Sec-Fetch-Site where they send it, else Origin.
 * A request with neither comes from no browser that knows cookies of ours and a foreign page at once, and is let through
 * only by callers that ask for nothing but a read.
 */
export function isSameOrigin(header: (name: string) => string | undefined, publicUrl: string): boolean {
  const site = header("sec-fetch-site");
  const origin = header("origin");
  if (origin !== undefined) return isOurs(origin, header("host"), publicUrl);
  return site === "same-origin" || site === "none";
}

function isOurs(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from === host || from === new URL(publicUrl).host;
}
