import { speakableZh } from "../../../../domain/escalation/speech/speakable.ts";
import { stateZh, untilZh } from "../../../../domain/escalation/speech/speech-zh.ts";
import type { AliyunEnv } from "../../../platform/env-voice.ts";
import { refuseRealProvider } from "../../real-provider.ts";
import type { ProviderAnswer, SendOutcome } from "../../types.ts";
import { maskNumbers } from "../mask-numbers.ts";
import type { CallProvider, CallState, VoiceCall } from "../types.ts";
import { endOfAliyun, judgeAliyun } from "./errors.ts";
import { ALIYUN_URL, type AliyunReply, askAliyun } from "./request.ts";

const MAINLAND = /^\+86(1\d{10})$/;
/** Aliyun gives back at most 15 bytes of what a call was placed with. */
const OUT_ID_CHARS = 15;
const KEY_WITHIN_MS = 8_000;
const NOT_SENT_RETRY_MS = 2_000;
/** Products by which calls are looked up. */
const IVR = "11000000300005";
const NOTICE = "11000000300006";
const MINUTE_MS = 60_000;

/** What Aliyun lets one person be called, whoever asks: https://help.aliyun.com/document_detail/114036.htm */
export const ALIYUN_PER_CALLEE = [
  { windowMs: MINUTE_MS, most: 1 },
  { windowMs: 60 * MINUTE_MS, most: 5 },
  { windowMs: 24 * 60 * MINUTE_MS, most: 20 },
];

/**
 * Aliyun's voice service. What a call says lies in templates that Aliyun has approved, with our words as variables; the
 * key menu runs at Aliyun, and its report tells us the keys. It has no answering-machine detection.
 */
export const aliyunVoice: CallProvider = {
  name: "aliyun",
  // It takes 100 a second; nobody's budget ends before that.
  limits: [{ windowMs: 1_000, most: 50 }],
  configured: ({ env }) => env.aliyun !== null,
  reaches: (to) => MAINLAND.test(to),
  // CancelCall is for calls between two people only: it rings until it ends by itself.
  cancels: false,

  async place(context, call) {
    const env = context.env.aliyun!;
    const refused = refuseRealProvider(context, (env.baseUrl ?? ALIYUN_URL) === ALIYUN_URL);
    if (refused) return refused;
    const request = requestFor(env, call);
    if (!request) {
      const answer = {
        status: null,
        code: "no_template",
        message: "no template is set for this kind of call",
      };
      return { kind: "final", answer, elsewhere: true };
    }
    return outcomeOf(await askAliyun(context, env, request.action, request.parameters));
  },

  // Aliyun lists no calls: whether it was placed is told by its report alone, which carries the attempt's id.
  seek: async () => ({ kind: "unclear", why: "aliyun lists no calls" }),

  async look(context, providerId, placedAtMs) {
    const env = context.env.aliyun!;
    for (const product of [IVR, NOTICE]) {
      const { reply, body } = await askAliyun(context, env, "QueryCallDetailByCallId", {
        CallId: providerId,
        ProdId: product,
        QueryDate: String(placedAtMs),
      });
      if (body?.Code !== "OK") {
        const why =
          reply.kind === "answered" ? `status ${reply.status}, code ${body?.Code ?? "none"}` : reply.why;
        return { kind: "unclear", why };
      }
      const state = stateOf(body.Data);
      if (state) return state;
    }
    return { kind: "unclear", why: "no record of the call yet" };
  },

  hangUp: async () => false,
};

/** The out_id of an attempt, by which a report finds it. */
export function outIdOf(attemptId: string): string {
  return attemptId.replaceAll("-", "").slice(0, OUT_ID_CHARS);
}

function requestFor(
  env: AliyunEnv,
  { to, attemptId, purpose, facts, pledgeUntilMs }: VoiceCall,
): { action: string; parameters: Record<string, string> } | null {
  const { templates } = env;
  const common = {
    CalledShowNumber: env.showNumber,
    CalledNumber: MAINLAND.exec(to)![1]!,
    OutId: outIdOf(attemptId),
  };
  const single = (code: string, variables: object, plays: number) => ({
    action: "SingleCallByTts",
    parameters: {
      ...common,
      TtsCode: code,
      TtsParam: JSON.stringify(variables),
      PlayTimes: String(plays),
    },
  });
  if (purpose.kind === "code")
    return templates.code === null ? null : single(templates.code, { code: purpose.code }, 2);
  const shop = speakableZh(facts.shopName);
  if (purpose.kind === "test") return templates.test === null ? null : single(templates.test, { shop }, 1);
  const said = JSON.stringify({
    shop,
    node: speakableZh(facts.node?.nameZh ?? "订单"),
    state: stateZh(facts),
  });
  const keys = [
    {
      Key: "1",
      Code: templates.taken,
      TtsParams: JSON.stringify({ until: untilZh(pledgeUntilMs, facts) }),
    },
    { Key: "2", Code: templates.passed },
    { Key: "3", Code: templates.alert, TtsParams: said },
  ];
  const menu = keys.flatMap((key, i) =>
    Object.entries(key).map(([name, value]) => [`MenuKeyMap.${i + 1}.${name}`, value] as const),
  );
  return {
    action: "IvrCall",
    parameters: {
      ...common,
      StartCode: templates.alert,
      StartTtsParams: said,
      PlayTimes: "1",
      Timeout: String(KEY_WITHIN_MS),
      ...Object.fromEntries(menu),
      ...(templates.silence ? { ByeCode: templates.silence } : {}),
    },
  };
}

function outcomeOf({ reply, body }: AliyunReply): SendOutcome & { elsewhere?: boolean } {
  if (reply.kind === "not_sent")
    return { kind: "retry", afterMs: NOT_SENT_RETRY_MS, answer: answerOf(null, null, reply.why) };
  if (reply.kind === "no_answer") return { kind: "unknown", answer: answerOf(null, null, reply.why) };
  const answer = answerOf(reply.status, body?.Code ?? null, body?.Message ?? null);
  if (body?.Code === "OK" && body.CallId) return { kind: "accepted", providerId: body.CallId, answer };
  const { verdict, elsewhere } = judgeAliyun(reply.status, body?.Code ?? null);
  return { ...verdict, answer, elsewhere };
}

function answerOf(status: number | null, code: string | null, message: string | null): ProviderAnswer {
  return { status, code, message: maskNumbers(message) };
}

/** @returns null when the answer knows nothing of the call */
function stateOf(data: string | undefined): CallState | null {
  try {
    const { state, dtmf } = JSON.parse(data ?? "") as { state?: unknown; dtmf?: unknown };
    if (state === undefined || state === null || state === "") return null;
    const end = endOfAliyun(String(state));
    if (end === null) return { kind: "live", answered: true };
    return {
      kind: "over",
      end,
      answeredBy: null,
      digits: typeof dtmf === "string" && dtmf !== "" ? dtmf : null,
    };
  } catch {
    return null;
  }
}
