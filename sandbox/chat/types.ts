export const ROBOT_KINDS = ["dingtalk", "wecom", "feishu"] as const;
export type RobotKind = (typeof ROBOT_KINDS)[number];

/** A robot in a group chat. */
export interface Robot {
  kind: RobotKind;
  name: string;
  group: string;
  /** access_token, key or hook id. */
  token: string;
  /** DingTalk, Feishu: what it wants to be signed with; null: unsigned. */
  secret: string | null;
  /** DingTalk, Feishu: a word without which it takes nothing; null: any. */
  keyword: string | null;
}

/** What stands in a chat, or came to the webhook. */
export interface ChatMessage {
  id: number;
  /** ISO, the sandbox's time. */
  at: string;
  kind: RobotKind | "webhook";
  group: string;
  robot: string;
  title: string;
  /** Markdown. */
  text: string;
  buttons: { title: string; url: string }[];
  /** Numbers and user ids, and "all". */
  mentions: string[];
  /** As it came. */
  raw: unknown;
}
