import { openSync } from "node:fs";
import { devNull } from "node:os";
import { fileURLToPath } from "node:url";
import { exitOf, forkEntry } from "../../../server/platform/embedded/service.ts";

const ENTRY = fileURLToPath(new URL("../../../sandbox/main.ts", import.meta.url));
const ACCOUNT = "AC0000000000000000000000000000515a";
const TOKEN = "a-token-of-the-simulation";

export interface CallSeen {
  sid: string;
  to: string;
  status: string;
  digits: string;
  callbacks: { event: string; answered: number | null; fault: string | null }[];
}

/** The providers' stand-ins, in a process that nobody kills. */
export interface Providers {
  url: string;
  /** What webs and workers need to reach them. */
  env: Record<string, string>;
  post(path: string, body: object): Promise<void>;
  calls(): Promise<CallSeen[]>;
  messages(): Promise<{ id: number; title: string; text: string }[]>;
  clearFaults(): Promise<void>;
  /** Ends every call that goes on: one that rings is not answered. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

export async function startProviders(): Promise<Providers> {
  const child = forkEntry(ENTRY, [], {
    env: {
      ...process.env,
      SANDBOX_PORT: "0",
      SANDBOX_PACE: "quick",
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TWILIO_AUTH_TOKEN: TOKEN,
    },
    stdio: openSync(devNull, "w"),
  });
  const exited = exitOf(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.on("message", (message: { url?: string }) => message.url && resolve(message.url));
    void exited.then((how) => reject(new Error(`the sandbox ended: ${how}`)));
  });
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`${url}/sandbox${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const calls = async () => ((await (await ask("/calls")).json()) as { calls: CallSeen[] }).calls;
  return {
    url,
    env: {
      DINGTALK_BASE_URL: `${url}/dingtalk`,
      WECOM_BASE_URL: `${url}/wecom`,
      FEISHU_BASE_URL: `${url}/feishu`,
      TWILIO_BASE_URL: `${url}/twilio`,
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TWILIO_AUTH_TOKEN: TOKEN,
      TWILIO_FROM: "+15005550006",
    },
    post: async (path, body) => {
      const headers = { "content-type": "application/json" };
      await ask(path, { method: "POST", headers, body: JSON.stringify(body) });
    },
    calls,
    hangUp: async () => {
      for (const { sid, status } of await calls()) {
        const how = { ringing: "no-answer", "in-progress": "hangup" }[status];
        // Whoever was quicker has ended it.
        if (how) await fetch(`${url}/sandbox/calls/${sid}/${how}`, { method: "POST" });
      }
    },
    messages: async () =>
      ((await (await ask("/messages")).json()) as { messages: { id: number; title: string; text: string }[] })
        .messages,
    clearFaults: async () => void (await ask("/faults", { method: "DELETE" })),
    close: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
