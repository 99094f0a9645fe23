FROM python:3.13-slim

ENV PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/guicheng WALKING_PROGRAMS=/opt/walking
RUN useradd --system --uid 10001 --home-dir /var/lib/guicheng --create-home guicheng \
    && install -d -o guicheng -g guicheng /var/lib/guicheng/walking
WORKDIR /srv/guicheng

COPY requirements-valhalla.txt requirements-osmium.txt ./
COPY guicheng/__init__.py guicheng/street.py guicheng/
COPY tools tools
RUN python tools/walking.py programs

USER guicheng
VOLUME /var/lib/guicheng/walking
EXPOSE 8002
CMD ["python", "tools/walking.py", "serve", "0.0.0.0", "8002"]
