import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { hearReport } from "../../commands/hear-report.ts";
import { readHookText } from "../hooks/read-form.ts";
import { ForgedCallbacks } from "../hooks/refuse-forged.ts";
import { openToAll } from "../middleware/declared.ts";
import { Problem } from "../problem.ts";
import type { Api, ApiParts } from "../types.ts";

const text = z.union([z.string(), z.number().transform(String)]);
const report = z.object({
  call_id: text,
  status_code: text,
  out_id: text.nullish(),
  dtmf: text.nullish(),
});
/** One push holds the reports of many calls. */
const reports = z.array(report).max(1_000);

/**
 * Where Aliyun pushes its reports of calls (VoiceReport, VoiceCallReport as HTTP batch push). They are not signed: the URL
 * that is given to Aliyun carries a key instead. It asks for `{code, msg}` and 200, and pushes again after anything else.
 */
export function addAliyunHooks(api: Api, { context, storage }: ApiParts): void {
  const forged = new ForgedCallbacks(context);
  api.post("/api/hooks/aliyun/report", openToAll("its address holds a key"), async (c) => {
    const { aliyun } = context.env;
    if (!aliyun || !isSame(c.req.query("key") ?? "", aliyun.callbackKey))
      throw await forged.refuse("aliyun", "report");
    const parsed = reports.safeParse(parse(await readHookText(c)));
    if (!parsed.success) throw new Problem(422, "invalid-request", "The body is no list of call reports.");
    for (const { call_id, out_id, status_code, dtmf } of parsed.data) {
      const told = { callId: call_id, outId: out_id ?? null, statusCode: status_code, dtmf: dtmf || null };
      await storage.run(() => hearReport(context, told));
    }
    return c.json({ code: 0, msg: "ok" }, 200);
  });
}

/** In the same time for every wrong key. */
function isSame(given: string, key: string): boolean {
  const hash = (value: string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(hash(given), hash(key));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
