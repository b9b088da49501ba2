import { expect, test } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy.ts";

const directives = (policy: string) =>
  new Map(policy.split("; ").map((part) => [part.split(" ")[0]!, part.split(" ").slice(1)]));

test("scripts run by the nonce alone", () => {
  const policy = directives(contentSecurityPolicy("abc", "andon.example"));
  expect(policy.get("script-src")).toEqual(["'self'", "'nonce-abc'", "'strict-dynamic'"]);
  for (const [name, sources] of policy) {
    if (name !== "style-src-attr") expect(sources, name).not.toContain("'unsafe-inline'");
    expect(sources, name).not.toContain("'unsafe-eval'");
    expect(sources, name).not.toContain("*");
  }
});

test("the socket goes to the host that was asked, and a forged Host adds nothing", () => {
  const sockets = (host: string | null) =>
    directives(contentSecurityPolicy("abc", host)).get("connect-src")!.slice(1);
  expect(sockets("10.0.0.7:3000")).toEqual(["ws://10.0.0.7:3000", "wss://10.0.0.7:3000"]);
  expect(sockets("[::1]:3000")).toEqual(["ws://[::1]:3000", "wss://[::1]:3000"]);
  for (const host of [null, "", "a.example; script-src *", "a.example b.example", "*"])
    expect(sockets(host)).toEqual([]);
});
