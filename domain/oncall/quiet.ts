import type { Person } from "./types.ts";
import { isWithin } from "./windows.ts";

/** Whether somebody is to be left alone at an instant: within quiet hours, unless it is as severe as they let through. */
export function isQuiet({ quiet }: Pick<Person, "quiet">, atMs: number, severity: number): boolean {
  return quiet !== null && severity > quiet.bypassSeverity && isWithin(quiet.timezone, [quiet], atMs);
}
