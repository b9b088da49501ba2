import { readEnv } from "../server/platform/env.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { explainPostgres } from "./supervisor/database.ts";
import { StartError, sayError } from "./supervisor/say-error.ts";
import { sayMade } from "./supervisor/say-made.ts";
import { step } from "./supervisor/steps.ts";
import { checkClockAndAccess } from "./supervisor/supervise.ts";

// Once before web processes and workers that are started without npm start. Safe to repeat.
try {
  const { databaseUrl, timezone } = readEnv();
  if (!databaseUrl)
    throw new StartError("DATABASE_URL is not set. Name the database that is to be prepared.");
  await step("Schema", () =>
    prepareDatabase(databaseUrl, timezone).catch((error) => {
      throw explainPostgres(error, databaseUrl);
    }),
  );
  sayMade(await checkClockAndAccess({ databaseUrl }, process.env));
} catch (error) {
  sayError(error);
  process.exit(1);
}
