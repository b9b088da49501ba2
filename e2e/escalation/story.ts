import { afterAll, afterEach, beforeAll } from "vitest";
import { SandboxProcess } from "./sandbox-process.ts";
import { Shop, type ShopOptions } from "./shop.ts";

let sandbox: SandboxProcess;
let shop: Shop | null = null;

/** Starts the sandbox for a file of stories; what nobody expected by a story's end fails it. */
export function tellStories(): void {
  beforeAll(async () => {
    sandbox = await SandboxProcess.start();
  });
  afterEach(async () => {
    const told = shop;
    shop = null;
    if (!told) return;
    try {
      await told.settle();
      told.nothingElse();
    } finally {
      await told.close();
    }
  });
  afterAll(() => sandbox.stop());
}

/** Given a shop at ten o'clock … */
export async function aShopAt(time: string, options: ShopOptions = {}): Promise<Shop> {
  shop = await Shop.open(sandbox, time, options);
  return shop;
}

/** Where the sandbox of this file is. */
export const sandboxUrl = (): string => sandbox.url;
