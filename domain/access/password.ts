import { z } from "zod";

/** Characters of a password. */
export const PASSWORD_LENGTH = { least: 10, most: 128 } as const;

// Apart from the bodies that hold one: the environment is read before the API has taught zod to describe itself.
export const passwordSchema = z
  .string()
  .min(PASSWORD_LENGTH.least, `must have at least ${PASSWORD_LENGTH.least} characters`)
  .max(PASSWORD_LENGTH.most, `must have at most ${PASSWORD_LENGTH.most} characters`);
