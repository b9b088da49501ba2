import type { Context } from "../../platform/context.ts";
import { aliyunVoice } from "./aliyun/aliyun.ts";
import { twilioVoice } from "./twilio/twilio.ts";
import type { CallProvider } from "./types.ts";

const PROVIDERS: readonly CallProvider[] = [twilioVoice, aliyunVoice];
/** Chinese carriers let calls from abroad through less and less; a company at home is asked first. */
const MAINLAND = "+86";

/** The company that an attempt went through; null: another kind of provider. */
export function findVoiceProvider(name: string): CallProvider | null {
  return PROVIDERS.find((provider) => provider.name === name) ?? null;
}

/** Companies that are set up and reach a number, the one to be asked first in front. */
export function providersFor(context: Pick<Context, "env">, to: string): CallProvider[] {
  const able = PROVIDERS.filter((provider) => provider.configured(context) && provider.reaches(to));
  const home = (provider: CallProvider) => (to.startsWith(MAINLAND) && provider.name === "aliyun" ? 0 : 1);
  return able.toSorted((a, b) => home(a) - home(b));
}
