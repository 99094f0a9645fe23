#!/bin/sh
# Starts the site at the given address: sh deploy/start.sh 127.0.0.1:8000
# Brings tables and static files up to this version first; both leave alone what is up to date.
set -eu
cd "$(dirname "$0")/.."
python=python3
if [ -x .venv/bin/python ]; then python=.venv/bin/python; fi
"$python" manage.py migrate --noinput --verbosity 0
"$python" manage.py collectstatic --noinput --ignore 'leaflet-src*' --verbosity 0
exec "$python" -m gunicorn --config guicheng/gunicorn.py --bind "$1" guicheng.wsgi:application
