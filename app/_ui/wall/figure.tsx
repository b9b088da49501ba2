"use client";
import { useRef } from "react";
import type { Count } from "../format/count.ts";

/** A number that fades in when it changes, so that a change is seen and a redraw is not. */
export function Figure({ count: { digits, unit } }: { count: Count }) {
  const first = useRef(digits);
  const changed = useRef(false);
  if (digits !== first.current) changed.current = true;
  return (
    <span key={digits} className={changed.current ? "figure figure-new" : "figure"}>
      {digits}
      {unit && <span className="unit">{unit}</span>}
    </span>
  );
}
