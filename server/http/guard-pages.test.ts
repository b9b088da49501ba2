import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestContext, testContext } from "../testing/context.ts";
import { pairedTv, signedIn } from "../testing/signed-in.ts";
import { guardPages } from "./guard-pages.ts";

let ctx: TestContext;
let server: Server;
let url: string;
let away = false;
beforeAll(async () => {
  ctx = await testContext();
  const sql = new Proxy(ctx.sql, {
    apply: (target, self, given) =>
      away ? Promise.reject(new Error("Postgres is away")) : Reflect.apply(target, self, given),
  });
  const guard = guardPages({ ...ctx, sql });
  server = createServer(async (request, response) => {
    if (await guard(request, response, request.url!.split("?")[0]!)) response.end("the page");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await ctx.close();
});

async function open(path: string, cookie = "", method = "GET") {
  const response = await fetch(url + path, { method, headers: cookie ? { cookie } : {}, redirect: "manual" });
  await response.text();
  return [response.status, response.headers.get("location")];
}

test("leads nobody to where one signs in, and back to what was asked", async () => {
  expect(await open("/")).toEqual([302, "/signin"]);
  expect(await open("/wall?lang=en")).toEqual([302, "/signin?next=%2Fwall%3Flang%3Den"]);
  expect(await open("/no-such-page")).toEqual([302, "/signin?next=%2Fno-such-page"]);
  expect(await open("/orders", "", "POST")).toEqual([303, "/signin?next=%2Forders"]);
  expect(await open("/wall", "andon.session_token=forged.forged; andon_tv=unknown")).toEqual([
    302,
    "/signin?next=%2Fwall",
  ]);
});

test("leaves open where one signs in, a television's own page, signed links and what pages are made of", async () => {
  for (const path of [
    "/signin",
    "/signin?next=%2Fwall",
    "/tv",
    "/a/some.token",
    "/_next/static/x.js",
    "/icon.svg",
  ]) {
    expect([path, await open(path)]).toEqual([path, [200, null]]);
  }
});

test("lets in whoever is known; says so when nobody can be recognised", async () => {
  const { cookie } = await signedIn(ctx, "wall");
  expect(await open("/orders", cookie)).toEqual([200, null]);
  expect(await open("/wall", (await pairedTv(ctx)).cookie)).toEqual([200, null]);
  away = true;
  expect((await open("/wall", (await signedIn(ctx, "lead")).cookie))[0]).toBe(503);
  expect(await open("/orders", cookie)).toEqual([200, null]);
  away = false;
});
