import { STATUS_CODES } from "node:http";
import { z } from "@hono/zod-openapi";

/** Every 4xx and 5xx body: RFC 9457. */
export const problemSchema = z
  .looseObject({
    type: z.string().describe("about:blank, or urn:andon:problem:CODE"),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe("what is wrong and how to mend it"),
    instance: z.string().optional().describe("the request's id, as in the x-request-id header"),
  })
  .openapi("Problem");

export const PROBLEM_TYPE = "application/problem+json";

interface ProblemOptions {
  /** Further members of the body. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** A refusal on its way to the caller; thrown anywhere below a route, written by the error handler. */
export class Problem extends Error {
  override name = "Problem";
  readonly more: Record<string, unknown>;
  readonly headers: Record<string, string>;

  /** @param code kebab-case name of the problem, the end of its type URN */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    options: ProblemOptions = {},
  ) {
    super(detail, { cause: options.cause });
    this.more = options.more ?? {};
    this.headers = options.headers ?? {};
  }

  /** The same with further members, such as what a stream had stored before it broke. */
  with(more: Record<string, unknown>): Problem {
    return new Problem(this.status, this.code, this.detail, {
      more: { ...this.more, ...more },
      headers: this.headers,
      cause: this.cause,
    });
  }

  toBody(requestId?: string): string {
    return JSON.stringify({
      type: `urn:andon:problem:${this.code}`,
      title: STATUS_CODES[this.status] ?? "Error",
      status: this.status,
      detail: this.detail,
      ...(requestId ? { instance: `urn:andon:request:${requestId}` } : {}),
      ...this.more,
    });
  }

  toResponse(requestId?: string): Response {
    return new Response(this.toBody(requestId), {
      status: this.status,
      headers: { "content-type": PROBLEM_TYPE, "cache-control": "no-store", ...this.headers },
    });
  }
}
