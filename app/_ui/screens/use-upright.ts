"use client";
import { useEffect, useState } from "react";

/** Taller than wide, as upright.css has it. */
const UPRIGHT = "(max-aspect-ratio: 1 / 1)";

/** Whether the screen stands upright; the server draws it lying. */
export function useUpright(): boolean {
  const [upright, setUpright] = useState(false);
  useEffect(() => {
    const query = matchMedia(UPRIGHT);
    const changed = () => setUpright(query.matches);
    changed();
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  return upright;
}
