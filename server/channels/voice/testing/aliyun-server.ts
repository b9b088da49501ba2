import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { signAliyun } from "../aliyun/sign.ts";

const SECRET = "a-secret-of-tests";
export const CALLBACK_KEY = "a-key-of-tests-long-enough";

/** What opens the stand-in; the numbers of templates are what it is told to speak. */
export const ALIYUN_ENV = {
  ALIYUN_ACCESS_KEY_ID: "testid",
  ALIYUN_ACCESS_KEY_SECRET: SECRET,
  ALIYUN_SHOW_NUMBER: "05710000000",
  ALIYUN_TTS_ALERT: "TTS_1",
  ALIYUN_TTS_TAKEN: "TTS_2",
  ALIYUN_TTS_PASSED: "TTS_3",
  ALIYUN_TTS_SILENCE: "TTS_4",
  ALIYUN_TTS_CODE: "TTS_5",
  ALIYUN_CALLBACK_KEY: CALLBACK_KEY,
};

/** What no variable of a template may hold. */
const UNSPOKEN = /[#/:：\-%¥【】]/;

function variablesOf(fields: Record<string, string>): string[] {
  const given = Object.entries(fields).filter(([name]) => /TtsParams?$/.test(name));
  return given.flatMap(([, variables]) => Object.values(JSON.parse(variables) as Record<string, string>));
}

export interface AliyunServer {
  url: string;
  /** Requests that placed a call, with the id that each was given. */
  calls: { callId: string; fields: Record<string, string> }[];
  /** What the next requests that place calls are answered; `lost`: nothing. */
  next: (string | "lost")[];
  /** How calls stand, by id, as a look-up tells it. */
  records: Map<string, object>;
  close(): Promise<void>;
}

/** Aliyun's voice service over real HTTP, as far as Andon speaks it; what is signed wrongly is refused. */
export async function aliyunServer(): Promise<AliyunServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
    const { Signature, ...signed } = fields;
    const reply = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (Signature !== signAliyun(signed, SECRET))
      return void reply(400, { Code: "SignatureDoesNotMatch", Message: "not matched" });
    if (fields.Action === "QueryCallDetailByCallId") {
      const record = fake.records.get(fields.CallId!);
      return void reply(200, { Code: "OK", Message: "OK", Data: JSON.stringify(record ?? {}) });
    }
    if (variablesOf(fields).some((value) => UNSPOKEN.test(value)))
      return void reply(200, { Code: "isv.TEMPLATE_PARAMS_ILLEGAL", Message: "illegal variables" });
    const fate = fake.next.shift();
    if (fate === "lost") return void response.destroy();
    if (fate !== undefined) return void reply(200, { Code: fate, Message: "refused for 13800000001" });
    const callId = `1000${fake.calls.length}^2000${fake.calls.length}`;
    fake.calls.push({ callId, fields });
    reply(200, { Code: "OK", Message: "OK", CallId: callId });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const fake: AliyunServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    next: [],
    records: new Map(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return fake;
}
