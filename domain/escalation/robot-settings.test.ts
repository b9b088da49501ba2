import { expect, test } from "vitest";
import { maskedTarget, robotSettings } from "./robot-settings.ts";

test("the whole address that a chat shows will do for its token", () => {
  const url = (text: string) => ({ url: text, secret: "s" });
  expect(robotSettings("dingtalk", url("https://oapi.dingtalk.com/robot/send?access_token=abc"))).toEqual({
    token: "abc",
    secret: "s",
  });
  expect(robotSettings("wecom", url("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k-1"))).toEqual({
    token: "k-1",
    secret: "s",
  });
  expect(robotSettings("feishu", url("https://open.feishu.cn/open-apis/bot/v2/hook/h-1"))).toEqual({
    token: "h-1",
    secret: "s",
  });
  expect(robotSettings("wecom", { url: "https://example.com/" })).toHaveProperty("problem");
  expect(robotSettings("webhook", { url: "https://example.com/" })).toHaveProperty("problem");
  expect(robotSettings("webhook", { token: "t", secret: "s" })).toHaveProperty("problem");
});

test("of a token its end is shown, of an address its host", () => {
  expect(maskedTarget({ token: "abcdefghijklmnop" })).toBe("…mnop");
  expect(maskedTarget({ token: "short" })).toBe("…");
  expect(maskedTarget({ url: "https://hooks.example.com/a/secret?x=1" })).toBe("https://hooks.example.com/…");
});
