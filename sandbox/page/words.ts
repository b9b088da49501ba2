import type { FaultKind, Place } from "../faults/kinds.ts";
import type { HABITS } from "../phone/habits.ts";

/** What the page says. Both languages are complete, or it does not compile. */
export interface Words {
  title: string;
  invented: string;
  wall: string;
  otherLanguage: string;
  kinds: Record<"dingtalk" | "wecom" | "feishu" | "webhook", string>;
  phone: Record<
    | "idle"
    | "idleHint"
    | "calling"
    | "answer"
    | "decline"
    | "hangUp"
    | "voicemail"
    | "silence"
    | "listens"
    | "talks"
    | "waiting"
    | "recent"
    | "none"
    | "caller",
    string
  >;
  keys: [string, string, string];
  sound: Record<"on" | "off" | "speak", string>;
  status: Record<string, string>;
  chats: Record<"title" | "empty" | "everyone", string>;
  faults: Record<
    "title" | "where" | "what" | "often" | "add" | "forever" | "none" | "clear" | "clearAll" | "times",
    string
  >;
  places: Record<Place, string>;
  faultKinds: Record<FaultKind, string>;
  habits: Record<"title" | "press1", string> & Record<"kinds", Record<(typeof HABITS)[number], string>>;
  lost: string;
}

const zh: Words = {
  title: "安灯 · 沙箱",
  invented: "群和电话都是替身，谁也吵不到",
  wall: "看板",
  otherLanguage: "English",
  kinds: { dingtalk: "钉钉", wecom: "企业微信", feishu: "飞书", webhook: "Webhook" },
  phone: {
    idle: "没有来电",
    idleHint: "有单超时没人接手，这里就会响",
    calling: "来电",
    answer: "接听",
    decline: "拒接",
    hangUp: "挂断",
    voicemail: "转语音信箱",
    silence: "不按键",
    listens: "可以按键",
    talks: "通话中",
    waiting: "还有 {n} 个来电在等",
    recent: "最近来电",
    none: "还没打过电话",
    caller: "木屿家居订单值班电话",
  },
  keys: ["我来处理", "转给下一位", "重听"],
  sound: { on: "铃声开着", off: "开铃声", speak: "念出来" },
  status: {
    queued: "排队",
    ringing: "响铃",
    "in-progress": "通话中",
    completed: "已结束",
    busy: "忙线",
    failed: "打不通",
    "no-answer": "没人接",
    canceled: "已取消",
    machine: "语音信箱",
    pressed: "按了 {keys}",
  },
  chats: { title: "群聊", empty: "还没有消息", everyone: "所有人" },
  faults: {
    title: "弄点故障",
    where: "哪里",
    what: "什么",
    often: "几次",
    add: "来一下",
    forever: "一直",
    none: "一切正常",
    clear: "恢复",
    clearAll: "全部恢复",
    times: "还有 {n} 次",
  },
  places: {
    dingtalk: "钉钉",
    wecom: "企业微信",
    feishu: "飞书",
    webhook: "Webhook",
    twilio: "Twilio 接口",
    aliyun: "阿里云语音",
    callbacks: "Twilio 回调",
    phone: "接电话的人",
  },
  faultKinds: {
    "404": "404",
    "429": "429 太快",
    "500": "500 出错",
    "503": "503 不可用",
    slow: "回得慢",
    timeout: "收下了但不回",
    drop: "直接断开",
    busy: "忙",
    wrong_sign: "签名不对",
    keyword: "缺关键词",
    banned: "被限流",
    bad_key: "密钥失效",
    unauthorized: "鉴权失败",
    geo: "地区没开通",
    invalid_number: "号码无效",
    limit: "超过频次",
    lost: "丢了",
    duplicated: "重复",
    reordered: "乱序",
    no_answer: "没人接",
    voicemail: "语音信箱",
    failed: "打不通",
    hang_up: "接了就挂",
    silence: "接了不按键",
  },
  habits: {
    title: "电话自己会",
    press1: "接听并按 1",
    kinds: {
      wait: "等人来接",
      answer: "接听",
      busy: "忙线",
      no_answer: "没人接",
      voicemail: "语音信箱",
      failed: "打不通",
      hang_up: "接了就挂",
    },
  },
  lost: "连不上沙箱，正在重连",
};

const en: Words = {
  title: "Andon · Sandbox",
  invented: "Invented chats and phones: nobody is disturbed",
  wall: "Wall",
  otherLanguage: "中文",
  kinds: { dingtalk: "DingTalk", wecom: "WeCom", feishu: "Feishu", webhook: "Webhook" },
  phone: {
    idle: "No calls",
    idleHint: "It rings when orders are late and nobody takes them",
    calling: "Incoming call",
    answer: "Answer",
    decline: "Decline",
    hangUp: "Hang up",
    voicemail: "To voicemail",
    silence: "Press nothing",
    listens: "Press a key",
    talks: "On the phone",
    waiting: "{n} more calls wait",
    recent: "Recent calls",
    none: "No calls yet",
    caller: "Muyu Home, order desk",
  },
  keys: ["I take it", "Pass it on", "Repeat"],
  sound: { on: "Ringing on", off: "Turn ringing on", speak: "Read aloud" },
  status: {
    queued: "Queued",
    ringing: "Ringing",
    "in-progress": "On the phone",
    completed: "Ended",
    busy: "Busy",
    failed: "Failed",
    "no-answer": "No answer",
    canceled: "Canceled",
    machine: "Voicemail",
    pressed: "Pressed {keys}",
  },
  chats: { title: "Chats", empty: "No messages yet", everyone: "everyone" },
  faults: {
    title: "Break something",
    where: "Where",
    what: "What",
    often: "Times",
    add: "Break it",
    forever: "until cleared",
    none: "Everything works",
    clear: "Mend",
    clearAll: "Mend all",
    times: "{n} more",
  },
  places: {
    dingtalk: "DingTalk",
    wecom: "WeCom",
    feishu: "Feishu",
    webhook: "Webhook",
    twilio: "Twilio's API",
    aliyun: "Aliyun voice",
    callbacks: "Twilio's callbacks",
    phone: "Whoever is called",
  },
  faultKinds: {
    "404": "404",
    "429": "429 too fast",
    "500": "500 error",
    "503": "503 unavailable",
    slow: "Answers late",
    timeout: "Takes it, never answers",
    drop: "Hangs up",
    busy: "Busy",
    wrong_sign: "Wrong signature",
    keyword: "Keyword missing",
    banned: "Banned for its rate",
    bad_key: "Key revoked",
    unauthorized: "Unauthorized",
    geo: "Region not permitted",
    invalid_number: "Invalid number",
    limit: "Called too often",
    lost: "Lost",
    duplicated: "Twice",
    reordered: "Out of order",
    no_answer: "No answer",
    voicemail: "Voicemail",
    failed: "Failed",
    hang_up: "Hangs up at once",
    silence: "Presses nothing",
  },
  habits: {
    title: "Phones by themselves",
    press1: "answer and press 1",
    kinds: {
      wait: "wait for you",
      answer: "answer",
      busy: "are busy",
      no_answer: "are not answered",
      voicemail: "go to voicemail",
      failed: "fail",
      hang_up: "hang up at once",
    },
  },
  lost: "The sandbox does not answer; trying again",
};

export const WORDS = { "zh-CN": zh, en } as const;
export type Language = keyof typeof WORDS;
