# The images of Perdura's own processes: one target each for the API, the orchestrator and the agent.
# The base is any Debian with Node 24 and npm.
ARG BASE_IMAGE=node:24.21.0-bookworm-slim

# --- The web pages -------------------------------------------------------------------------------------------------------
FROM ${BASE_IMAGE} AS ui
WORKDIR /opt/perdura
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build:ui
# By which machines of autoscalers become agents: made here, where there is a compiler.
RUN node deploy/package/build.ts /tmp/package && tar --create --gzip --file machine-package.tgz --directory /tmp package

# --- What all three need -------------------------------------------------------------------------------------------------
FROM ${BASE_IMAGE} AS runtime
ENV NODE_ENV=production
WORKDIR /opt/perdura
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY . .
ENV PATH=/opt/perdura/node_modules/.bin:$PATH
RUN useradd --system --uid 10001 --home-dir /var/lib/perdura --create-home --shell /usr/sbin/nologin perdura

# --- API, file server, web pages -----------------------------------------------------------------------------------------
FROM runtime AS api
COPY --from=ui /opt/perdura/ui/dist ui/dist
COPY --from=ui /opt/perdura/machine-package.tgz machine-package.tgz
RUN install --directory --owner=perdura --group=perdura /var/lib/perdura/files
ENV PERDURA_BIND_HOST=0.0.0.0 PERDURA_FILES_DIR=/var/lib/perdura/files PERDURA_MACHINE_PACKAGE=/opt/perdura/machine-package.tgz
USER perdura
EXPOSE 8008 8081 8080
VOLUME /var/lib/perdura/files
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["node", "deploy/health/api.ts"]
CMD ["node", "api/main.ts"]

# --- Orchestrator --------------------------------------------------------------------------------------------------------
FROM runtime AS orchestrator
ENV XDG_CACHE_HOME=/var/cache
# Made here once, so that the process needs nothing to write to.
RUN node deploy/bundle-workflows.ts
USER perdura
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "deploy/health/orchestrator.ts"]
CMD ["node", "orchestrator/main.ts"]

# --- Agent ---------------------------------------------------------------------------------------------------------------
# Runs as root within its container, since set-up scripts of tasks install packages.
FROM runtime AS agent
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git openssh-client procps python3 python3-venv \
  && rm -rf /var/lib/apt/lists/*
ARG UV_VERSION=0.13.8
RUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir uv==${UV_VERSION} && ln -s /opt/uv/bin/uv /usr/local/bin/uv
ENV PERDURA_AGENT_DIR=/var/lib/perdura-agent
VOLUME /var/lib/perdura-agent
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["node", "deploy/health/agent.ts"]
ENTRYPOINT ["node", "cli/perdura.ts", "agent"]
CMD ["daemon", "--foreground", "--queue", "default"]
