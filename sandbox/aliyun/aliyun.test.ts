import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenSandbox, openSandbox } from "../testing/open-sandbox.ts";
import { signAliyun } from "./sign.ts";

let box: OpenSandbox;
beforeAll(async () => {
  box = await openSandbox();
});
afterAll(() => box.close());

async function place(node: string, again = node): Promise<string> {
  const form = new URLSearchParams({
    Action: "IvrCall",
    AccessKeyId: "sandbox",
    Timestamp: new Date().toISOString(),
    CalledNumber: "13800000001",
    StartCode: "TTS_1",
    StartTtsParams: JSON.stringify({ node, state: "一单超时，最久两小时" }),
    "MenuKeyMap.1.Key": "3",
    "MenuKeyMap.1.Code": "TTS_1",
    "MenuKeyMap.1.TtsParams": JSON.stringify({ node: again }),
  });
  form.set("Signature", signAliyun(form, "sandbox"));
  const response = await fetch(`${box.url}/aliyun`, { method: "POST", body: form });
  return ((await response.json()) as { Code: string }).Code;
}

test("variables that Aliyun does not speak are refused, those of keys too, and no call is made of them", async () => {
  const refused = [
    await place("15:00 还没拣货"),
    await place("A-1"),
    await place("打包", "24/48h"),
    await place("【急】"),
  ];
  expect(new Set(refused)).toEqual(new Set(["isv.TEMPLATE_PARAMS_ILLEGAL"]));
  expect(await place("十五点还没拣货")).toBe("OK");
});
