import { say } from "./steps.ts";
import type { Supervised } from "./supervise.ts";

/** Shows what was made at this start and can never be read again. */
export function sayMade({ madeKey, madeAdmin }: Pick<Supervised, "madeKey" | "madeAdmin">): void {
  if (madeKey) say(`Key   ${madeKey}   (made now and shown this once: keep it)`);
  if (madeAdmin)
    say(
      `Admin ${madeAdmin.email}   password ${madeAdmin.password}   (shown this once; change it when you sign in)`,
    );
}
