import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Andon, RefusedError } from "./andon.ts";

let server: Server | undefined;
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(null))));

type Answer = (response: ServerResponse, attempt: number) => void;

async function andonThat(answers: Answer) {
  const seen: { path: string; key: string; type: string; body: string }[] = [];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const { authorization = "", "content-type": type = "" } = request.headers;
    seen.push({ path: request.url!, key: authorization, type, body });
    answers(response, seen.length);
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  const said: string[] = [];
  const { port } = server.address() as AddressInfo;
  return { andon: new Andon(`http://127.0.0.1:${port}`, "key-1", (line) => said.push(line)), seen, said };
}

const reply = (response: ServerResponse, status: number, body: object, headers = {}) =>
  response.writeHead(status, headers).end(JSON.stringify(body));
const receipt = { accepted: 1, duplicates: 0, quarantinedTotal: 0, rejectedTotal: 0, rejected: [] };
const telling = {
  at: 0,
  event: { id: "1", source: "erp", orderNo: "A", token: "main", occurredAt: "2026-11-22T10:00:00.000+08:00" },
};

test("what meets a busy or broken Andon is sent again, word for word, and told in one line", async () => {
  const { andon, seen, said } = await andonThat((response, attempt) => {
    if (attempt === 1) reply(response, 503, { detail: "PostgreSQL is away" });
    else if (attempt === 2) reply(response, 429, {}, { "retry-after": "1" });
    else if (attempt === 3) response.destroy();
    else reply(response, 200, receipt);
  });
  expect(await andon.sendBatch([telling])).toEqual(receipt);
  expect(seen).toHaveLength(4);
  expect(new Set(seen.map(({ body }) => body))).toEqual(new Set([JSON.stringify([telling.event])]));
  expect(seen[0]).toMatchObject({ path: "/api/v1/events", key: "Bearer key-1", type: "application/json" });
  expect(said).toHaveLength(2);
  expect(said[0]).toContain("PostgreSQL is away");
});

test("history goes as lines", async () => {
  const { andon, seen } = await andonThat((response) => reply(response, 200, receipt));
  await andon.sendLines([telling, telling]);
  expect(seen[0]!.type).toBe("application/x-ndjson");
  expect(seen[0]!.body.split("\n").map((line) => JSON.parse(line))).toEqual([telling.event, telling.event]);
});

test("a wrong key is not tried again", async () => {
  const { andon, seen } = await andonThat((response) => reply(response, 401, { detail: "unknown key" }));
  await expect(andon.clock()).rejects.toThrow(RefusedError);
  await expect(andon.clock()).rejects.toThrow("unknown key");
  expect(seen).toHaveLength(2);
});

test("ended, it waits for nobody", async () => {
  const { andon } = await andonThat((response) => reply(response, 503, {}));
  const waiting = andon.lastEvents();
  andon.end();
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
});
