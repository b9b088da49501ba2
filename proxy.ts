import { type NextRequest, NextResponse } from "next/server";
import { LANG_HEADER, pickLocale } from "./app/_ui/language.ts";

/** Hands `?lang=` to the layouts, which cannot see the query. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(LANG_HEADER, pickLocale(request.nextUrl.searchParams.get("lang")));
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/((?!_next|api|socket\\.io|metrics|.*\\..*).*)"] };
