"use server";
import { z } from "zod";
import { keepPreferences } from "../../server/commands/keep-preferences.ts";
import { LOCALES } from "../_ui/language.ts";
import { webContext } from "./context.ts";
import { currentUser } from "./session.ts";

const chosenSchema = z.object({
  language: z.enum(LOCALES).optional(),
  theme: z.enum(["light", "dark", "system"]).optional(),
});

/** Somebody chooses a language or a theme for themselves; false when there is nobody to keep it for. */
export async function choosePreferences(chosen: z.infer<typeof chosenSchema>): Promise<boolean> {
  const parsed = chosenSchema.safeParse(chosen);
  const who = await currentUser();
  if (!parsed.success || !who?.account) return false;
  await keepPreferences(webContext(), who.id, parsed.data);
  return true;
}
