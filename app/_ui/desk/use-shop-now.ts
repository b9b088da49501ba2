"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

/** How often what time alone changes is drawn again, in ms. */
const TICK_MS = 5_000;
/** How often a page that is looked at is read again, in ms. */
const REFRESH_MS = 15_000;

/**
 * The shop's clock on a page, carried on from when it was read.
 * @param asOf RFC 3339, shop time
 * @param speed shop ms per machine ms
 */
export function useShopNow(asOf: string, speed: number): number {
  const [now, setNow] = useState(() => Date.parse(asOf));
  useEffect(() => {
    const readAt = performance.now();
    const draw = () => setNow(Date.parse(asOf) + (performance.now() - readAt) * speed);
    draw();
    const timer = setInterval(draw, TICK_MS);
    return () => clearInterval(timer);
  }, [asOf, speed]);
  return now;
}

/** Reads the page again every so often, while somebody looks at it. */
export function useFreshPage(): void {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [router]);
}
