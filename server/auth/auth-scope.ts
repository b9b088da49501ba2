import { AsyncLocalStorage } from "node:async_hooks";

/** What is known of a request to better-auth where it reaches storage. */
export interface AuthScope {
  /** Below /api/auth. */
  path: string;
  /** Whether it came with a session. */
  hadSession: boolean;
  /** What failed that is no refusal. */
  failure?: unknown;
}

const scopes = new AsyncLocalStorage<AuthScope>();

export const withinAuth = <T>(scope: AuthScope, work: () => Promise<T>): Promise<T> =>
  scopes.run(scope, work);

export const authScope = (): AuthScope | undefined => scopes.getStore();
