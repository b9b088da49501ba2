import { expect, test } from "vitest";
import { judgeTwilio, TWILIO_ERRORS } from "./errors.ts";
import { isFromTwilio } from "./signature.ts";
import { isMachine, stateOf } from "./twilio.ts";

const FIELDS = {
  CallSid: "CA1234567890ABCDE",
  Caller: "+12349013030",
  Digits: "1234",
  From: "+12349013030",
  To: "+18005551212",
};
const SIGNATURE = "0/KCTR6DLpKmkAf8muzZqo1nDgQ=";
const tokens = (authToken: string, nextAuthToken: string | null = null) => ({ authToken, nextAuthToken });
const check = (given: ReturnType<typeof tokens>, url = "https://mycompany.com", fields = FIELDS) =>
  isFromTwilio(given, url, "/myapp.php?foo=1&bar=2", fields, SIGNATURE);

test("a signature that Twilio published is right, with the token or the next, and however PUBLIC_URL ends", () => {
  expect(check(tokens("12345"))).toBe(true);
  expect(check(tokens("another", "12345"))).toBe(true);
  expect(check(tokens("12345"), "https://mycompany.com:8443/")).toBe(true);
});

test("it is wrong for anything else", () => {
  expect(check(tokens("another"))).toBe(false);
  expect(check(tokens("12345"), "http://mycompany.com")).toBe(false);
  expect(check(tokens("12345"), "https://mycompany.com", { ...FIELDS, Digits: "1" })).toBe(false);
  expect(isFromTwilio(tokens("12345"), "https://mycompany.com", "/", {}, undefined)).toBe(false);
  expect(isFromTwilio(tokens("12345"), "https://mycompany.com", "/", {}, "short")).toBe(false);
});

test("only what certainly was not taken is tried again, and only a fault of theirs leaves it open", () => {
  const kinds = (kind: string) =>
    TWILIO_ERRORS.filter(({ verdict }) => verdict.kind === kind).map(({ code }) => code);
  expect(kinds("retry")).toEqual([20429, 10004]);
  expect(kinds("unknown")).toEqual([]);
  expect(judgeTwilio(429, null).verdict.kind).toBe("retry");
  expect(judgeTwilio(500, 20500).verdict.kind).toBe("unknown");
  expect(judgeTwilio(503, null).verdict.kind).toBe("unknown");
  expect(judgeTwilio(400, 21999)).toMatchObject({ verdict: { kind: "final" }, elsewhere: true });
  expect(new Set(TWILIO_ERRORS.map(({ code }) => code)).size).toBe(TWILIO_ERRORS.length);
});

test("every status of a call is live or over, and a machine is nobody", () => {
  for (const status of ["queued", "initiated", "ringing"])
    expect(stateOf(status, null)).toEqual({ kind: "live", answered: false });
  expect(stateOf("in-progress", null)).toEqual({ kind: "live", answered: true });
  expect(stateOf("completed", "machine_start")).toMatchObject({ kind: "over", end: "voicemail" });
  expect(stateOf("completed", "human")).toMatchObject({ kind: "over", end: "hung_up" });
  expect([null, undefined, "human", "unknown"].map(isMachine)).toEqual([false, false, false, false]);
});
