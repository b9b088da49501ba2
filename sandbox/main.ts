import { createApp } from "./app.ts";
import { OptionError, readOptions } from "./options.ts";
import { Sandbox } from "./sandbox.ts";
import { listen } from "./serve.ts";

try {
  const options = readOptions(process.env);
  const { url, close } = await listen(createApp(new Sandbox(options)), options.port, options.host);
  if (process.send) process.send({ ready: true, url });
  else process.stdout.write(`Sandbox: ${url}\n`);
  const stop = () => {
    close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "disconnect"] as const) process.on(signal, stop);
} catch (error) {
  const code = (error as NodeJS.ErrnoException).code;
  if (!(error instanceof OptionError) && code === undefined) throw error;
  process.stderr.write(`Sandbox: ${(error as Error).message}\n`);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
}
