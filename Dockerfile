# Builds with: docker build -t perennial .
# Runs with:   docker run --read-only --tmpfs /tmp -p 8000:8000 -v datasets:/data/datasets -v artifacts:/data/artifacts perennial
# The first start prints an admin key once. Every setting is an environment variable: docs/configuration.md.

FROM oven/bun:1.4.5-slim AS packages
WORKDIR /app
COPY package.json bun.lock bunfig.toml ./
RUN bun install --frozen-lockfile --production
# The runtime of every platform is in the package; this image needs one.
RUN cd node_modules/onnxruntime-node/bin/napi-v6 && ls | grep -v '^linux$' | xargs rm -rf && cd linux && ls | grep -v "^$(bun -p 'process.arch')$" | xargs rm -rf

FROM oven/bun:1.4.5-slim
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json bun.lock bunfig.toml tsconfig.json README.md ./
COPY src src
COPY views views
COPY workers workers
RUN mkdir -p /data/datasets /data/artifacts /data/artifacts_cache && chown -R bun:bun /data
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 AUTH=keys DATA_DIR=/data
USER bun
EXPOSE 8000
VOLUME ["/data/datasets", "/data/artifacts", "/data/artifacts_cache"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["bun", "-e", "process.exit((await fetch('http://127.0.0.1:' + process.env.PORT + '/health')).ok ? 0 : 1)"]
CMD ["bun", "src/cli.ts", "serve"]
