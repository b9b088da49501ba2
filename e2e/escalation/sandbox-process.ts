import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { nodeArgs } from "../../server/platform/embedded/service.ts";

/** A message as the sandbox shows it. */
export interface ChatMessage {
  id: number;
  kind: string;
  group: string;
  robot: string;
  title: string;
  text: string;
  buttons: { title: string; url: string }[];
  mentions: string[];
}

/** A call as the sandbox shows it. */
export interface CallView {
  sid: string;
  provider: string;
  to: string;
  status: string;
  said: string[];
  digits: string;
  listens: boolean;
  callbacks: { event: string; sequence: number; answered: number | null; fault: string | null }[];
}

const ENTRY = fileURLToPath(new URL("../../sandbox/main.ts", import.meta.url));

/** The sandbox as a process of its own, met over HTTP only. */
export class SandboxProcess {
  readonly url: string;
  #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(): Promise<SandboxProcess> {
    const [execArgv, entry] = nodeArgs(ENTRY);
    const child = fork(entry, [], {
      execArgv,
      env: {
        ...process.env,
        SANDBOX_PORT: "0",
        SANDBOX_PACE: "quick",
        SANDBOX_CLOCK: "still",
        SANDBOX_RING_S: "",
      },
      silent: true,
    });
    const [{ url }] = (await once(child, "message")) as [{ url: string }];
    return new SandboxProcess(child, url);
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    if (this.#child.exitCode === null) await once(this.#child, "exit");
  }

  // biome-ignore lint/suspicious/noExplicitAny: each caller knows what it asks for
  async ask(path: string, body?: object, method = body ? "POST" : "GET"): Promise<any> {
    const response = await fetch(this.url + path, {
      method,
      headers: { "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the sandbox refuses ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  async messages(after: number): Promise<ChatMessage[]> {
    return (await this.ask(`/sandbox/messages?after=${after}`)).messages;
  }

  /** Waits until no call is in the middle of something. */
  async calls(): Promise<CallView[]> {
    return (await this.ask("/sandbox/calls")).calls;
  }

  /** The environment that points every channel of Andon at it. */
  env(): Record<string, string> {
    return {
      DINGTALK_BASE_URL: `${this.url}/dingtalk`,
      WECOM_BASE_URL: `${this.url}/wecom`,
      FEISHU_BASE_URL: `${this.url}/feishu`,
      TWILIO_BASE_URL: `${this.url}/twilio`,
      TWILIO_ACCOUNT_SID: "AC00000000000000000000000000005a4d",
      TWILIO_AUTH_TOKEN: "the-sandbox-s-own-token",
      TWILIO_FROM: "+15005550006",
    };
  }
}
