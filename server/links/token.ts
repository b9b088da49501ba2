import { createHmac, timingSafeEqual } from "node:crypto";

/** What a link lets its holder do. */
export const LINK_ACTIONS = ["look", "take", "pass"] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

export interface LinkClaim {
  notificationId: string;
  /** Whom it was made for; null: whoever is in the group. */
  personId: string | null;
  action: LinkAction;
  /** Machine time, epoch ms, whole seconds. */
  expiresAt: number;
}

/** version, action, expiry in seconds, notification, person */
const BODY_BYTES = 1 + 1 + 4 + 16 + 16;
/** Half of SHA-256: nobody guesses 128 bits, and a chat shows the link whole. */
const MAC_BYTES = 16;
const VERSION = 1;
const MS_PER_S = 1_000;
const NOBODY = "00000000-0000-0000-0000-000000000000";
const TOKEN = /^[A-Za-z0-9_-]{72}$/;

/** Writes a claim as text that only the holder of the secret can make. */
export function writeToken(secret: Uint8Array, claim: LinkClaim): string {
  const body = Buffer.alloc(BODY_BYTES);
  body.writeUInt8(VERSION, 0);
  body.writeUInt8(LINK_ACTIONS.indexOf(claim.action), 1);
  body.writeUInt32BE(Math.floor(claim.expiresAt / MS_PER_S), 2);
  uuidBytes(claim.notificationId).copy(body, 6);
  uuidBytes(claim.personId ?? NOBODY).copy(body, 22);
  return Buffer.concat([body, macOf(secret, body)]).toString("base64url");
}

/** @returns null for what was not made with this secret; its expiry is for the caller to look at */
export function readToken(secret: Uint8Array, token: string): LinkClaim | null {
  if (!TOKEN.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== BODY_BYTES + MAC_BYTES) return null;
  const body = bytes.subarray(0, BODY_BYTES);
  if (!timingSafeEqual(bytes.subarray(BODY_BYTES), macOf(secret, body))) return null;
  const action = LINK_ACTIONS[body.readUInt8(1)];
  if (body.readUInt8(0) !== VERSION || action === undefined) return null;
  const personId = uuidText(body.subarray(22));
  return {
    notificationId: uuidText(body.subarray(6, 22)),
    personId: personId === NOBODY ? null : personId,
    action,
    expiresAt: body.readUInt32BE(2) * MS_PER_S,
  };
}

function macOf(secret: Uint8Array, body: Uint8Array): Buffer {
  return createHmac("sha256", secret).update(body).digest().subarray(0, MAC_BYTES);
}

function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

function uuidText(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
