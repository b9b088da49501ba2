import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { ENV_NAMES, EnvError, readEnv } from "./env.ts";

describe("the environment", () => {
  it("needs nothing", () => {
    expect(readEnv({} as NodeJS.ProcessEnv)).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      publicUrl: "http://127.0.0.1:3000",
      timezone: "Asia/Shanghai",
      databaseUrl: undefined,
    });
  });

  it("is described whole in .env.example, whose values are what holds without it", () => {
    const example = parseEnv(readFileSync(new URL("../../.env.example", import.meta.url), "utf8"));
    expect(Object.keys(example).toSorted()).toEqual(ENV_NAMES.toSorted());
    expect(readEnv(example as NodeJS.ProcessEnv)).toEqual(readEnv({} as NodeJS.ProcessEnv));
  });

  it.each([
    ["PORT", "65536", /PORT is "65536"/],
    ["PORT", "http", /PORT is "http"/],
    ["DATABASE_URL", "mysql://somebody:secret@host/db", /DATABASE_URL is not usable: must be a postgres/],
    ["REDIS_URL", "localhost:6379", /REDIS_URL is not usable/],
    ["ANDON_TIMEZONE", "Mars/Olympus", /IANA time zone/],
    ["ANDON_RATE_LIMIT", "0", /ANDON_RATE_LIMIT is "0"/],
    ["ANDON_API_KEY", "k".repeat(201), /at most 200/],
  ])("refuses a wrong %s in one line that keeps secrets", (name, value, message) => {
    const read = () => readEnv({ [name]: value } as unknown as NodeJS.ProcessEnv);
    expect(read).toThrow(EnvError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/secret|kkk|\n/);
  });

  it.each([
    ["PORT", "0"],
    ["PORT", "65535"],
    ["ANDON_RATE_LIMIT", "1"],
    ["ANDON_API_KEY", "k".repeat(200)],
    ["ANDON_TIMEZONE", ""],
  ])("takes %s at its limit", (name, value) => {
    expect(() => readEnv({ [name]: value } as unknown as NodeJS.ProcessEnv)).not.toThrow();
  });
});
