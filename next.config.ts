import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./app/_i18n/request.ts");

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` reads the types of the whole tree; a start need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  // forbidden(): a page that somebody may not open answers 403 and says so.
  experimental: { authInterrupts: true },
  serverExternalPackages: ["postgres", "ioredis", "pino", "drizzle-orm", "socket.io", "prom-client"],
  headers: async () => [
    {
      source: "/((?!api).*)",
      headers: [
        // The policy about scripts has a nonce for each request: proxy.ts.
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Permissions-Policy", value: "microphone=(), geolocation=(), payment=()" },
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
