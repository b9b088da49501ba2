import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "./app/_data/content-security-policy.ts";
import { LANG_HEADER, PATH_HEADER } from "./app/_ui/language.ts";

/**
 * Gives every page a nonce of its own (Next puts it on its scripts by the policy it finds in the request), and hands
 * `?lang=` and the path to the layouts, which see neither.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, request.headers.get("host"));
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set(LANG_HEADER, languageAsked(request.nextUrl));
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Who asked for a page in a language signs in in that language, too. */
function languageAsked({ pathname, searchParams }: URL): string {
  const next = pathname === "/signin" ? (searchParams.get("next") ?? "") : "";
  const onward = new URLSearchParams(next.split("?", 2)[1]);
  return searchParams.get("lang") ?? onward.get("lang") ?? "";
}

// A path with a dot may be a page (a link's token, a watch's key): only what is no page is left out.
export const config = { matcher: ["/((?!_next/|api/|socket\\.io/|metrics$|icon\\.svg$).*)"] };
