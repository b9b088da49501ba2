import net from "node:net";
import { LOOPBACK } from "./ports.ts";

const ANSWER_WITHIN_MS = 1_000;

/** Whether a Redis on this port answers each command with a simple "+…": enough to tell that it is up. */
export function askRedis(port: number, commands: string[][]): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, LOOPBACK);
    let answer = "";
    const end = (ok: boolean) => {
      socket.destroy();
      resolve(ok);
    };
    socket.setTimeout(ANSWER_WITHIN_MS, () => end(false));
    socket.on("error", () => end(false));
    socket.on("close", () => end(false));
    socket.on("connect", () => socket.write(commands.map(encode).join("")));
    socket.on("data", (bytes) => {
      answer += bytes.toString("latin1");
      const lines = answer.split("\r\n").slice(0, -1);
      if (lines.length >= commands.length) end(lines.every((line) => line.startsWith("+")));
    });
  });
}

function encode(command: string[]): string {
  return `*${command.length}\r\n${command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`;
}
