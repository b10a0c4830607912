#!/usr/bin/env bash
# Rolls out one environment: build/ is what the app file asks for, it lints clean, then `deploy` with all arguments.
set -euo pipefail

usage() {
    cat <<'HELP'
Usage: scripts/deploy.sh [ARGUMENTS OF deploy]

Checks that build/ is what the app file asks for, lints it, and rolls it out. What was reviewed is what is deployed,
so nothing is built here: after a change of the app file run `make build`, review build/ and commit it.

  scripts/deploy.sh --env prod                  asks before it changes anything
  scripts/deploy.sh --env prod --yes            in CI; needs nothing but credentials
  scripts/deploy.sh --env prod --local --yes    a rehearsal in the embedded AWS

It can be called from any directory; paths in its arguments are relative to the root of this repository. All options:
`python -m generator deploy --help`. The exit code is that of the first command that does not end well.
HELP
}

# What build and lint have to know as well: which app file, which environment.
chosen=()
previous=
for argument in "$@"; do
    case "$argument" in
        -h | --help)
            usage
            exit 0
            ;;
        --app=* | --env=*)
            chosen+=("$argument")
            ;;
    esac
    case "$previous" in
        --app | --env)
            chosen+=("$previous" "$argument")
            ;;
    esac
    previous=$argument
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=.venv/bin/python
if [ ! -x "$python" ]; then
    if python3 -c 'import generator.cli.main' 2> /dev/null; then
        python=python3
    else
        make --silent .venv/installed
    fi
fi

# An empty array counts as unset before bash 4.4.
"$python" -m generator build --check ${chosen[@]+"${chosen[@]}"}
"$python" -m generator lint --quiet ${chosen[@]+"${chosen[@]}"}
exec "$python" -m generator deploy "$@"
