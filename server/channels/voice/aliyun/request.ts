import { randomUUID } from "node:crypto";
import type { Context } from "../../../platform/context.ts";
import type { AliyunEnv } from "../../../platform/env-voice.ts";
import { postJson, type Reply } from "../../post-json.ts";
import { percentEncode, signAliyun } from "./sign.ts";

export const ALIYUN_URL = "https://dyvmsapi.aliyuncs.com";
const VERSION = "2017-05-25";

/** The body of every answer. */
export interface AliyunBody {
  Code?: string;
  Message?: string;
  CallId?: string;
  Data?: string;
}

export interface AliyunReply {
  reply: Reply;
  /** Null: there is none, or nobody can read it. */
  body: AliyunBody | null;
}

/** Asks Aliyun's voice service once, signed. Never throws. */
export async function askAliyun(
  { clock }: Pick<Context, "clock">,
  env: AliyunEnv,
  action: string,
  given: Readonly<Record<string, string>>,
): Promise<AliyunReply> {
  const parameters: Record<string, string> = {
    AccessKeyId: env.accessKeyId,
    Action: action,
    Format: "JSON",
    RegionId: "cn-hangzhou",
    SignatureMethod: "HMAC-SHA1",
    SignatureNonce: randomUUID(),
    SignatureVersion: "1.0",
    Timestamp: new Date(clock.machineNow()).toISOString().replace(/\.\d+Z$/, "Z"),
    Version: VERSION,
    ...given,
  };
  parameters.Signature = signAliyun(parameters, env.accessKeySecret);
  const form = Object.entries(parameters)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
  const reply = await postJson(env.baseUrl ?? ALIYUN_URL, form, {
    "content-type": "application/x-www-form-urlencoded",
  });
  return { reply, body: reply.kind === "answered" ? parse(reply.text) : null };
}

function parse(text: string): AliyunBody | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}
