import { io, type Socket } from "socket.io-client";
import {
  type TvCommand,
  type TvReport,
  type TvState,
  tvCommandSchema,
  tvStateSchema,
} from "../../../domain/screens/types.ts";
import { TV_COOKIE } from "../../auth/cookies.ts";

/** A television without a screen: hears and reports as the page does. */
export class Television {
  states: TvState[] = [];
  commands: TvCommand[] = [];
  revoked = false;
  readonly socket: Socket;

  /** @param besides further cookies, such as of somebody who is signed in in the same browser */
  constructor(url: string, credential: string, besides = "") {
    this.socket = io(`${url}/board`, {
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie: `${TV_COOKIE}=${credential}; ${besides}` },
    });
    this.socket.on("tv", (state) => this.states.push(tvStateSchema.parse(state)));
    this.socket.on("command", (command) => this.commands.push(tvCommandSchema.parse(command)));
    this.socket.on("revoked", () => {
      this.revoked = true;
    });
  }

  report(more: Partial<TvReport> = {}): void {
    this.socket.emit("report", { ...REPORT, ...more });
  }
}

/** A television that is well. */
export const REPORT: TvReport = {
  version: "0.1.0",
  screen: "board",
  node: null,
  link: "live",
  epoch: null,
  seq: null,
  paintedMsAgo: 200,
  renders: 5,
  visible: true,
  clockSkewMs: 40,
  heapMb: 60,
  width: 1920,
  height: 1080,
};

/** The credential in an answer's Set-Cookie header. */
export function credentialOf(response: Response): string {
  const header = response.headers.get("set-cookie") ?? "";
  const value = new RegExp(`^${TV_COOKIE}=([\\w-]{43});`).exec(header)?.[1];
  if (!value) throw new Error("the answer sets no television's credential");
  return value;
}
