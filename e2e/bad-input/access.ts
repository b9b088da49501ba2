import type { BadRequest } from "./bad-request.ts";

const USERS = "/api/v1/users";
const KEYS = "/api/v1/keys";
const SIGN_IN = "/api/auth/sign-in/email";
const NOBODY = `${USERS}/00000000-0000-4000-8000-000000000000`;

/** Accounts, keys and ways of signing in that nobody may have. */
export const BAD_ACCESS: BadRequest[] = [
  {
    name: "an account without an address",
    path: USERS,
    body: '{"email":"nobody","name":"A","role":"wall"}',
    outcome: 422,
    says: /email/,
  },
  {
    name: "an account of no role",
    path: USERS,
    body: '{"email":"a@example.com","name":"A","role":"god"}',
    outcome: 422,
    says: /role/,
  },
  {
    name: "an account with a short password",
    path: USERS,
    body: '{"email":"a@example.com","name":"A","role":"wall","password":"short"}',
    outcome: 422,
    says: /10 characters/,
  },
  {
    name: "an account of a person that is not there",
    path: USERS,
    body: '{"email":"a@example.com","name":"A","role":"wall","personId":"00000000-0000-4000-8000-000000000000"}',
    outcome: 422,
    says: /personId/,
  },
  {
    name: "a change of a user that changes nothing",
    method: "PATCH",
    path: NOBODY,
    body: "{}",
    outcome: 422,
  },
  { name: "a change of nobody", method: "PATCH", path: NOBODY, body: '{"role":"wall"}', outcome: 404 },
  {
    name: "a user's password by an admin",
    method: "PATCH",
    path: NOBODY,
    body: '{"password":"a new password"}',
    outcome: 422,
    says: /password/,
  },
  { name: "a key of no scope", path: KEYS, body: '{"name":"A","scopes":[]}', outcome: 422, says: /scopes/ },
  { name: "a key of an unknown scope", path: KEYS, body: '{"name":"A","scopes":["root"]}', outcome: 422 },
  {
    name: "a key named as a start names its own",
    path: KEYS,
    body: '{"name":"made","scopes":["read"]}',
    outcome: 422,
  },
  {
    name: "a key that ended before it began",
    path: KEYS,
    body: '{"name":"A","scopes":["read"],"expiresInDays":0}',
    outcome: 422,
  },
  { name: "a key whose id is a word", method: "DELETE", path: `${KEYS}/made`, outcome: 422 },
  {
    name: "signing in without a password",
    path: SIGN_IN,
    body: '{"email":"a@example.com"}',
    outcome: 422,
    says: /password/,
  },
  {
    name: "signing in and being led elsewhere",
    path: SIGN_IN,
    body: '{"email":"a@example.com","password":"x","callbackURL":"https://elsewhere.example"}',
    outcome: 422,
    says: /callbackURL/,
  },
  {
    name: "a code of five digits",
    path: "/api/auth/two-factor/verify-totp",
    body: '{"code":"12345"}',
    outcome: 422,
  },
  { name: "signing up", path: "/api/auth/sign-up/email", body: "{}", outcome: 404 },
];
