import net from "node:net";
import { freePort } from "../../server/platform/embedded/ports.ts";
import { StartError } from "./say-error.ts";

/**
 * The port to listen on: the wanted one, or a free one when 0 is wanted.
 * @throws StartError: taken, not allowed, or no such address
 */
export async function checkPort(port: number, host: string): Promise<number> {
  if (port === 0) return freePort(host).catch((error) => Promise.reject(refusal(error, port, host)));
  await new Promise<void>((resolve, reject) => {
    const server = net.createServer();
    server.once("error", (error) => reject(refusal(error, port, host)));
    server.listen(port, host, () => server.close(() => resolve()));
  });
  return port;
}

function refusal(error: NodeJS.ErrnoException, port: number, host: string): StartError {
  switch (error.code) {
    case "EADDRINUSE":
      return new StartError(
        `PORT ${port} on ${host} is taken by another program. Stop that one, or choose another port, such as PORT=${port + 1}.`,
      );
    case "EACCES":
      return new StartError(
        `PORT ${port} may not be used by this user. Choose one above 1023, such as PORT=3000.`,
      );
    default:
      return new StartError(
        `HOST ${JSON.stringify(host)} is not an address of this machine (${error.code}). Use 127.0.0.1, or 0.0.0.0 for every network.`,
      );
  }
}
