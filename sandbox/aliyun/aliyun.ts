import { randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { sameText } from "../chat/sign.ts";
import { answerUnder, hangUp } from "../faults/break-request.ts";
import { PhoneCall } from "../phone/phone-call.ts";
import { react } from "../phone/react.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Served } from "../serve.ts";
import { runAliyunCall, type Script } from "./run-call.ts";
import { signAliyun } from "./sign.ts";

const MINUTE_MS = 60_000;
/** How often one number may be called. */
const PER_CALLEE = [
  { limit: 1, ms: MINUTE_MS },
  { limit: 5, ms: 60 * MINUTE_MS },
  { limit: 20, ms: 24 * 60 * MINUTE_MS },
];
const SKEW_MS = 15 * MINUTE_MS;
/** What no variable of a template may hold. */
const UNSPOKEN = /[#/:：\-%¥【】]/;

/** Aliyun's voice service in its RPC style: IvrCall, SingleCallByTts and QueryCallDetailByCallId, by POST to its root. */
export function aliyun(box: Sandbox): Hono<Served> {
  const app = new Hono<Served>();
  app.post("/", async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const answer = (Code: string, Message: string, more: object = {}, status: 200 | 400 | 404 = 200) =>
      c.json({ Code, Message, RequestId: randomUUID().toUpperCase(), ...more }, status);
    const now = box.timeline.now();
    if (form.get("AccessKeyId") !== box.options.aliyunKeyId)
      return answer("InvalidAccessKeyId.NotFound", "Specified access key is not found.", {}, 404);
    if (Math.abs(now - Date.parse(form.get("Timestamp") ?? "")) > SKEW_MS)
      return answer("IllegalTimestamp", "The input parameter Timestamp is not in range.", {}, 400);
    if (!sameText(form.get("Signature") ?? "", signAliyun(form, box.options.aliyunSecret)))
      return answer("SignatureDoesNotMatch", "Specified signature is not matched.", {}, 400);
    switch (form.get("Action")) {
      case "QueryCallDetailByCallId":
        return answer("OK", "OK", { Data: JSON.stringify(detailOf(box, form.get("CallId") ?? "")) });
      case "IvrCall":
      case "SingleCallByTts":
        return place(c, box, form, answer);
      default:
        return answer("InvalidAction.NotFound", "Specified api is not found.", {}, 404);
    }
  });
  return app;
}

type Answer = (code: string, message: string, more?: object, status?: 200 | 400) => Response;

async function place(
  c: Context<Served>,
  box: Sandbox,
  form: URLSearchParams,
  answer: Answer,
): Promise<Response> {
  const called = form.get("CalledNumber") ?? "";
  if (!/^1\d{10}$/.test(called)) return answer("isv.MOBILE_NUMBER_ILLEGAL", "invalid called number");
  const to = `+86${called}`;
  const fault = box.faults.take("aliyun", to);
  switch (fault?.kind) {
    case "drop":
      return hangUp(c);
    case "429":
      return answer("Throttling.User", "Request was denied due to user flow control.", {}, 400);
    case "500":
    case "503":
      return c.json({ Code: "isp.SYSTEM_ERROR", Message: "system error" }, Number(fault.kind) as 500);
    case "unauthorized":
      return answer("isp.RAM_PERMISSION_DENY", "permission denied");
    case "limit":
      return answer("isv.BUSINESS_LIMIT_CONTROL", "触发号码天级流控");
  }
  if (variablesOf(form).some((variables) => valuesOf(variables).some((value) => UNSPOKEN.test(value))))
    return answer("isv.TEMPLATE_PARAMS_ILLEGAL", "the template variables are illegal");
  if (!box.budgets.take(`aliyun:${to}`, PER_CALLEE, box.timeline.now()))
    return answer("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1");
  const callId = `1${randomUUID().replaceAll("-", "")}^1${randomUUID().slice(0, 8)}`;
  const from = form.get("CalledShowNumber") ?? "";
  const phone = new PhoneCall(box.timeline, { sid: callId, provider: "aliyun", to, from });
  box.phones.add(phone);
  setImmediate(() => {
    void runAliyunCall(box, phone, readScript(form));
    void react(box, phone);
  });
  return answerUnder(fault, c, answer("OK", "OK", { CallId: callId }));
}

/** Templates live in Aliyun's console; here each says its own code and what it was given. */
function readScript(form: URLSearchParams): Script {
  const outId = form.get("OutId") ?? "";
  if (form.get("Action") === "SingleCallByTts") {
    const says = fill(form.get("TtsCode"), form.get("TtsParam"));
    return { outId, says, timeoutMs: 0, keys: new Map(), bye: null };
  }
  const start = form.get("StartCode");
  const keys: Map<string, { says: string; again: boolean }> = new Map();
  for (let no = 1; form.has(`MenuKeyMap.${no}.Key`); no++) {
    const code = form.get(`MenuKeyMap.${no}.Code`);
    const says = fill(code, form.get(`MenuKeyMap.${no}.TtsParams`));
    keys.set(form.get(`MenuKeyMap.${no}.Key`)!, { says, again: code === start });
  }
  const bye = form.get("ByeCode");
  const says = fill(start, form.get("StartTtsParams"));
  return { outId, says, timeoutMs: Number(form.get("Timeout") ?? 5_000), keys, bye: bye && fill(bye, null) };
}

function fill(code: string | null, variables: string | null): string {
  return `〔${code}〕${valuesOf(variables).join("，")}`;
}

/** Everything that is given to templates: TtsParam, StartTtsParams and those of each key. */
function variablesOf(form: URLSearchParams): string[] {
  return [...form].filter(([name]) => /TtsParams?$/.test(name)).map(([, variables]) => variables);
}

function valuesOf(variables: string | null): string[] {
  return Object.values(variables ? (JSON.parse(variables) as Record<string, string>) : {});
}

function detailOf(box: Sandbox, callId: string) {
  const call = box.phones.find(callId);
  if (call?.view.provider !== "aliyun") return {};
  return {
    callId,
    caller: call.view.from,
    callee: call.view.to,
    state: call.reportCode ?? "200102",
    dtmf: call.view.digits,
  };
}
