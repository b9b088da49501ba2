import type { Role } from "../../../../domain/access/rights.ts";

/** Somebody with an account, as GET /api/v1/users tells. */
export interface UserRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  personId: string | null;
  personName: string | null;
  twoFactor: boolean;
  mustChangePassword: boolean;
  disabledAt: string | null;
  createdAt: string;
  sessions: number;
  lastSignInAt: string | null;
}

export interface PersonName {
  id: string;
  name: string;
}
