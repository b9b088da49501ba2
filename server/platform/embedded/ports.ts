import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { writeAtomically } from "./files.ts";

export const LOOPBACK = "127.0.0.1";

/**
 * Below the ports that systems give to outgoing connections (Linux from 32768, others from 49152): one of those may be
 * taken by any connection of any program before, or between two runs of, the server that it was chosen for.
 */
const LOWEST = 20_000;
const HIGHEST = 32_767;
const TRIES = 50;

/** A port that nobody listens on right now. @throws what listening says when none is to be had */
export async function freePort(host = LOOPBACK): Promise<number> {
  for (let i = 0; i < TRIES; i++) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isFree(port, host)) return port;
  }
  return portOfTheSystem(host);
}

function portOfTheSystem(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, host, () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Whether a server could listen there. */
export function isFree(port: number, host = LOOPBACK): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** The port this service had last time, or another free one when somebody took it; kept in `ports.json`. */
export async function keptPort(folder: string, service: string): Promise<number> {
  const kept = readPorts(folder);
  const last = kept[service];
  if (last !== undefined && (await isFree(last))) return last;
  const port = await freePort();
  writeAtomically(path.join(folder, "ports.json"), `${JSON.stringify({ ...kept, [service]: port })}\n`);
  return port;
}

function readPorts(folder: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(path.join(folder, "ports.json"), "utf8")) as Record<string, number>;
  } catch {
    return {};
  }
}
