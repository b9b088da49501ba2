import type { Role } from "../../../../domain/access/rights.ts";
import type { Theme } from "../../desk/who.ts";

/** Somebody's own access. */
export interface AccountData {
  name: string;
  email: string;
  role: Role | null;
  /** Who they are on call; null: nobody. */
  person: string | null;
  theme: Theme;
  twoFactor: boolean;
  /** The first password is known to somebody else. */
  mustChangePassword: boolean;
}

/** Keeps what somebody chose for themselves; false when it was not kept. */
export type Choose = (chosen: { language?: "zh-CN" | "en"; theme?: Theme }) => Promise<boolean>;
