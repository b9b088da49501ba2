import type { Language } from "./language.ts";
import { timeWords } from "./language.ts";

const CHANNEL_ZH: Record<string, string> = {
  dingtalk: "钉钉",
  wecom: "企业微信",
  feishu: "飞书",
  webhook: "接口",
  voice: "电话",
  twilio: "电话",
  aliyun: "电话",
};
const CHANNEL_EN: Record<string, string> = {
  dingtalk: "DingTalk",
  wecom: "WeCom",
  feishu: "Feishu",
  webhook: "The webhook",
  voice: "The phone",
  twilio: "The phone",
  aliyun: "The phone",
};

/**
 * 钉钉限流，这条 14:06 发出: why a message waits, and until when.
 * @param held.reason rate, ban, retry, or no_provider, as `notifications.held_reason` has it
 * @param held.untilMs epoch ms
 */
export function heldWords(
  held: { channel: string; reason: string; untilMs: number; timezone: string },
  language: Language,
): string {
  const at = timeWords(held.untilMs, held.timezone);
  if (language === "en") {
    const channel = CHANNEL_EN[held.channel] ?? held.channel;
    if (held.reason === "rate") return `${channel} limits us: this goes out at ${at}`;
    if (held.reason === "ban") return `${channel} has shut us out: this goes out at ${at}`;
    return `${channel} did not take this: again at ${at}`;
  }
  const channel = CHANNEL_ZH[held.channel] ?? held.channel;
  if (held.reason === "rate") return `${channel}限流，这条 ${at} 发出`;
  if (held.reason === "ban") return `${channel}暂时封了机器人，这条 ${at} 发出`;
  return `${channel}没发出去，${at} 再试`;
}
