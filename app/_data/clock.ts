import "server-only";
import { webContext } from "./context.ts";

/** The shop's time, epoch ms. */
export const shopNow = (): number => webContext().clock.shopNow();
