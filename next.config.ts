import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./app/_i18n/request.ts");

/** Nothing is fetched from elsewhere: a wall hangs in a network of its own. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join("; ");

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` reads the types of the whole tree; a start need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  serverExternalPackages: ["postgres", "ioredis", "pino", "drizzle-orm", "socket.io", "prom-client"],
  headers: async () => [
    {
      source: "/((?!api).*)",
      headers: [
        { key: "Content-Security-Policy", value: CONTENT_SECURITY_POLICY },
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "same-origin" },
      ],
    },
    {
      // Who has the address of such a page may act: it goes nowhere, and nobody keeps it.
      source: "/a/:token*",
      headers: [
        { key: "Referrer-Policy", value: "no-referrer" },
        { key: "Cache-Control", value: "no-store" },
        { key: "X-Robots-Tag", value: "noindex, nofollow" },
      ],
    },
  ],
};

export default withNextIntl(config);
