import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { isSecure } from "./cookies.ts";

const UNKNOWN = "0.0.0.0";

/**
 * From which address a request comes, for counting tries. We serve no https ourselves: where the public URL is https a
 * proxy stands before us, and if the connection comes from a private address the proxy's word is taken, and of its
 * X-Forwarded-For the last entry, which no caller can write.
 */
export function callerOf(request: IncomingMessage | undefined, publicUrl: string): string {
  const peer = request?.socket?.remoteAddress?.replace(/^::ffff:/, "") ?? UNKNOWN;
  if (!isSecure(publicUrl) || !isPrivate(peer)) return peer;
  const told = [request?.headers["x-forwarded-for"] ?? []].flat().join(",").split(",").at(-1)!.trim();
  return isIP(told) ? told : peer;
}

function isPrivate(address: string): boolean {
  return (
    /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address) ||
    /^(::1$|f[cd]|fe80:)/i.test(address)
  );
}
