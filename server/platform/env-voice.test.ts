import { expect, test } from "vitest";
import { EnvError, readEnv } from "./env.ts";

const read = (given: Record<string, string>) => readEnv(given as NodeJS.ProcessEnv);
const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
  TWILIO_AUTH_TOKEN: "a-secret-token",
  TWILIO_FROM: "+12025550100",
};

test("without variables nobody places calls; with all of a company's, it does", () => {
  expect(read({})).toMatchObject({ twilio: null, aliyun: null });
  expect(read({ ...TWILIO, TWILIO_BASE_URL: "http://127.0.0.1:9/twilio/" }).twilio).toEqual({
    baseUrl: "http://127.0.0.1:9/twilio",
    accountSid: TWILIO.TWILIO_ACCOUNT_SID,
    authToken: "a-secret-token",
    nextAuthToken: null,
    from: "+12025550100",
  });
});

test.each([
  [
    { TWILIO_ACCOUNT_SID: TWILIO.TWILIO_ACCOUNT_SID },
    /TWILIO_AUTH_TOKEN .*must be set too, since TWILIO_ACCOUNT_SID is/,
  ],
  [{ ...TWILIO, TWILIO_FROM: "13800000001" }, /TWILIO_FROM .*E\.164/],
  [{ ...TWILIO, TWILIO_ACCOUNT_SID: "AC1" }, /TWILIO_ACCOUNT_SID .*32 hexadecimal digits/],
  [{ ALIYUN_ACCESS_KEY_ID: "x" }, /ALIYUN_ACCESS_KEY_SECRET .*must be set too/],
  [{ ALIYUN_CALLBACK_KEY: "short" }, /ALIYUN_CALLBACK_KEY .*at least 16/],
])(
  "half a company, or a wrong value, ends the start in one line that keeps secrets: %#",
  (given, message) => {
    expect(() => read(given)).toThrow(EnvError);
    expect(() => read(given)).toThrow(message);
    expect(() => read(given)).not.toThrow(/a-secret-token|13800000001|short|\n/);
  },
);
