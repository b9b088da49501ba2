import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** pass: as if it were not there; refuse: the other end is gone; silent: it is there but never answers. */
export type ProxyMode = "pass" | "refuse" | "silent";

export interface TcpProxy {
  /** The URL with host and port of the proxy. */
  url: string;
  set(mode: ProxyMode): void;
  close(): Promise<void>;
}

/** Stands between us and a service, so that a test can take the service away. */
export async function tcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<{ near: Socket; far: Socket }>();
  let mode: ProxyMode = "pass";
  const server = createServer((near) => {
    if (mode === "refuse") return near.destroy();
    const far = connect(Number(port), hostname);
    const pair = { near, far };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on("error", end).on("close", end);
    near.on("data", (bytes) => mode === "pass" && far.write(bytes));
    far.on("data", (bytes) => mode === "pass" && near.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    set: (next) => {
      mode = next;
      if (mode === "refuse") for (const { near } of pairs) near.destroy();
    },
    close: async () => {
      for (const { near } of pairs) near.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
