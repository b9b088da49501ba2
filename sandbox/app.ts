import { Hono } from "hono";
import { aliyun } from "./aliyun/aliyun.ts";
import { dingtalk } from "./chat/dingtalk.ts";
import { feishu } from "./chat/feishu.ts";
import { wecom } from "./chat/wecom.ts";
import { control } from "./control/control-api.ts";
import { page } from "./page/page.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Served } from "./serve.ts";
import { twilio } from "./twilio/calls-api.ts";
import { webhook } from "./webhook/sink.ts";

/** Every stand-in below its own path, the control API and the page. */
export function createApp(box: Sandbox): Hono<Served> {
  const app = new Hono<Served>();
  app.route("/dingtalk", dingtalk(box));
  app.route("/wecom", wecom(box));
  app.route("/feishu", feishu(box));
  app.route("/twilio", twilio(box));
  app.route("/aliyun", aliyun(box));
  app.route("/webhook", webhook(box));
  app.route("/sandbox", control(box));
  app.route("/", page(box));
  return app;
}
