# Shared by ./run and ./test: installs what is missing on a bare Debian 12, builds the web client and the binary.
# Nothing here depends on what somebody installed by hand.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build_packages="g++ cmake ninja-build ccache pkg-config ca-certificates libboost1.81-dev libboost-json1.81-dev libssl-dev libsqlite3-dev libpq-dev
 libyaml-dev libzip-dev libexpat1-dev libxlsxwriter-dev libbotan-2-dev libicu-dev libcmark-dev libfmt-dev libspdlog-dev libcli11-dev zlib1g-dev libmimalloc-dev"
test_packages="libgtest-dev librapidcheck-dev postgresql-15 chromium-headless-shell fonts-noto-cjk hledger beancount sqlite3 libreoffice-writer-nogui poppler-utils"

say() { printf '\n== %s\n' "$*" >&2; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_packages() {
  local missing="" package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
  done
  [ -z "$missing" ] && return
  say "installing$missing"
  as_root apt-get update -q >&2
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=600 $missing >&2
}

# Node 20.19 or later: the machine's own, or npm's `node` package in build/tools.
install_node() {
  if command -v node >/dev/null && node -e 'const [a,b]=process.versions.node.split(".").map(Number); process.exit(a>20||(a===20&&b>=19)?0:1)'; then return; fi
  if [ -x build/tools/node_modules/node/bin/node ]; then export PATH="$PWD/build/tools/node_modules/node/bin:$PATH"; return; fi
  install_packages nodejs npm
  say "fetching a newer Node"
  mkdir -p build/tools
  npm install --prefix build/tools --no-fund --no-audit node@22 >&2
  export PATH="$PWD/build/tools/node_modules/node/bin:$PATH"
}

build_web() {
  install_node
  if [ ! -d web/node_modules ] || [ web/package-lock.json -nt web/node_modules/.package-lock.json ]; then
    say "fetching the web client's packages"
    (cd web && npm ci --no-fund --no-audit >&2)
  fi
  local stamp=web/dist/.built
  if [ ! -f "$stamp" ] || [ -n "$(find web/src web/index.html web/package-lock.json web/vite.config.ts web/scripts -newer "$stamp" -print -quit 2>/dev/null)" ]; then
    say "building the web client"
    (cd web && npm run build >&2)
    touch "$stamp"
  fi
}

# build_binary TARGET...: with tests where ./test asks for them.
build_binary() {
  local tests=$1; shift
  export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1
  if [ ! -f build/build.ninja ] || ! grep -q "HALFSKY_TESTS:BOOL=$tests" build/CMakeCache.txt 2>/dev/null; then
    cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DHALFSKY_TESTS="$tests" >&2
  fi
  say "building $*"
  ninja -C build "$@" >&2
}
