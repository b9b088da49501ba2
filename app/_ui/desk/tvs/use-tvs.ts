"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { TvList } from "../../../../domain/wire/tvs.ts";
import { callApi } from "./call-api.ts";

/** How often the list is read while somebody looks at it, and its ages are drawn again, in ms. */
const READ_MS = 2_000;
const DRAW_MS = 1_000;
/** Reads that fail for so long are told of: one that is lost now and then is no news. */
const UNREACHABLE_MS = 6_000;

/** The televisions as the page was sent with them, kept fresh; `now` is the server's machine time. */
export function useTvs(first: TvList) {
  const [list, setList] = useState(first);
  const [now, setNow] = useState(() => Date.parse(first.asOf));
  const heard = useRef<{ asOf: number; at: number } | null>(null);
  const [silentMs, setSilentMs] = useState(0);
  const read = useCallback(async () => {
    const answer = await callApi<TvList>("GET", "/tvs");
    if (!answer.ok) return;
    heard.current = { asOf: Date.parse(answer.body.asOf), at: performance.now() };
    setList(answer.body);
  }, []);
  useEffect(() => {
    heard.current = { asOf: Date.parse(first.asOf), at: performance.now() };
    const draw = () => {
      const { asOf, at } = heard.current!;
      const agoMs = performance.now() - at;
      setNow(asOf + agoMs);
      setSilentMs(agoMs > UNREACHABLE_MS ? agoMs : 0);
    };
    const drawing = setInterval(draw, DRAW_MS);
    const reading = setInterval(() => document.visibilityState === "visible" && void read(), READ_MS);
    return () => {
      clearInterval(drawing);
      clearInterval(reading);
    };
  }, [first, read]);
  return { list, now, silentMs, read };
}
