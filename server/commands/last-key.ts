/** The key that decided, of all that were pressed; null: none that takes or passes. */
export function lastKey(digits: string): "1" | "2" | null {
  const keys = [...digits].filter((digit) => digit === "1" || digit === "2");
  return (keys.at(-1) as "1" | "2" | undefined) ?? null;
}
