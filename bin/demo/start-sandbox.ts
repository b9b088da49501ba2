import { keptPort, LOOPBACK } from "../../server/platform/embedded/ports.ts";
import { checkPort } from "../supervisor/check-port.ts";
import type { Shutdown } from "../supervisor/shutdown.ts";
import { hostInUrl, superviseRole } from "../supervisor/supervise.ts";

export interface DemoSandbox {
  /** Where Andon reaches it. */
  url: string;
  /** Where people do. */
  shownUrl: string;
  /** Points every channel at it. Real accounts of the caller's environment are left out of a demo. */
  env: Record<string, string>;
}

/** As the sandbox has them unless told otherwise; they open nothing else. */
const ACCOUNT = "AC00000000000000000000000000005a4d";
const TOKEN = "the-sandbox-s-own-token";
/** A number that Twilio gives to tests. */
const FROM = "+15005550006";
const realVariables = () => Object.keys(process.env).filter((name) => /^(TWILIO|ALIYUN)_/.test(name));

/**
 * Starts the stand-ins for chats and phones and keeps them up until the shutdown.
 * @param folder the demo's, where its port is kept, so that a page stays right over a restart
 * @param andonUrl where the wall is, for the page's link
 */
export async function startSandbox(
  folder: string,
  host: string,
  andonUrl: string,
  shutdown: Shutdown,
): Promise<DemoSandbox> {
  const asked = process.env.SANDBOX_PORT;
  const port = asked ? await checkPort(Number(asked), host) : await keptPort(folder, "sandbox");
  const without = Object.fromEntries(realVariables().map((name) => [name, ""]));
  const sandboxEnv = {
    ...process.env,
    ...without,
    SANDBOX_PORT: String(port),
    HOST: host,
    ANDON_URL: andonUrl,
    // A newcomer has to find the page first.
    SANDBOX_RING_S: process.env.SANDBOX_RING_S || "60",
  };
  await superviseRole("Sandbox", "sandbox/main.ts", sandboxEnv, shutdown, () => {});
  // 0.0.0.0 and the machine's own addresses are there for people.
  const url = `http://${host === "0.0.0.0" || host === "::" ? LOOPBACK : hostInUrl(host)}:${port}`;
  const env = {
    ...without,
    DINGTALK_BASE_URL: `${url}/dingtalk`,
    WECOM_BASE_URL: `${url}/wecom`,
    FEISHU_BASE_URL: `${url}/feishu`,
    TWILIO_BASE_URL: `${url}/twilio`,
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_FROM: FROM,
  };
  return { url, shownUrl: `http://${hostInUrl(host)}:${port}`, env };
}
