import path from "node:path";
import { Shutdown } from "../../bin/supervisor/shutdown.ts";
import { findBrowser } from "../../bin/testing/browser.ts";
import { runAndon } from "../../bin/testing/run-andon.ts";
import { ADMIN, keepSignedIn } from "../../bin/testing/sign-in.ts";
import { readEnv } from "../../server/platform/env.ts";
import { SHOP_CLOCK, shopEvents } from "./shop.ts";

/**
 * Starts one Andon with a small shop in it for all browser tests, and signs in; they find both through the environment.
 * @returns the teardown
 */
export default async function boot(): Promise<() => Promise<void>> {
  process.env.ANDON_BROWSER ||= (await findBrowser(path.join(readEnv().dataDir, "browser"))).executable;
  const shutdown = new Shutdown();
  try {
    const andon = await runAndon("browser tests", SHOP_CLOCK, shutdown, {
      ANDON_ADMIN_EMAIL: ADMIN.email,
      ANDON_ADMIN_PASSWORD: ADMIN.password,
    });
    await andon.send(shopEvents());
    process.env.ANDON_E2E_URL = andon.url;
    process.env.ANDON_E2E_FOLDER = andon.folder;
    process.env.ANDON_E2E_SIGNED_IN = await keepSignedIn(andon.url, ADMIN, andon.folder);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
  return () => shutdown.run();
}
