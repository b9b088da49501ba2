import "server-only";
import type { ShownSignIn } from "../_ui/access/password-form.tsx";
import { webContext } from "./context.ts";

/** What to type, where the sign-in page may say it: in a demo, whose shop is invented. */
export function shownSignIn(): ShownSignIn | null {
  return webContext().env.shownSignIn;
}
