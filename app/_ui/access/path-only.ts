/**
 * Where to go on after signing in: a path of this site, or null. What names another site would lead people who trust
 * this page elsewhere.
 */
export function pathOnly(asked: string | undefined): string | null {
  if (asked === undefined || !/^\/(?![/\\])/.test(asked)) return null;
  const base = "http://andon.invalid";
  let url: URL;
  try {
    url = new URL(asked, base);
  } catch {
    return null;
  }
  if (url.origin !== base || url.pathname === "/signin") return null;
  return url.pathname + url.search + url.hash;
}
