#!/bin/sh
# Runs clients that are not ours, unmodified, against `flowproof serve --tls`: the vendor's Python and JavaScript SDKs, and a
# guest on the `ws` package; and the YAML language server on our schemas. Reads JUnit XML with a validator and a parser that are not ours,
# and opens the HTML report of a red run in Chromium. One line a check; ends with 1 where one fails. Where node, npm, python3 or the registries are
# missing it says so and ends with 0.
set -eu
cd "$(dirname "$0")/../.."

here=tests/compat
target=${CARGO_TARGET_DIR:-target}
out=$target/compat
log=$out/install.log

skip() {
	echo "skipped: $1"
	exit 0
}

for tool in node npm python3; do
	command -v "$tool" >/dev/null 2>&1 || skip "$tool is not installed"
done
mkdir -p "$out"

# Installs again only where what is pinned has changed.
pinned=$(cat "$here/requirements.txt" "$here/package-lock.json" | cksum)
if [ "$(cat "$out/installed" 2>/dev/null || true)" != "$pinned" ]; then
	rm -f "$out/installed"
	echo "installing what is pinned in $here into $out"
	python3 -m venv "$out/venv" >"$log" 2>&1 || skip "python3 makes no virtual environment; see $log"
	if ! "$out/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" >"$log" 2>&1; then
		"$out/venv/bin/pip" download --quiet --no-deps --no-cache-dir -d "$out/probe" six==1.17.0 >/dev/null 2>&1 ||
			skip "no Python registry; see $log"
		cat "$log"
		exit 1
	fi
	cp "$here/package.json" "$here/package-lock.json" "$out/"
	if ! npm ci --prefix "$out" --no-audit --no-fund --ignore-scripts --loglevel=error >"$log" 2>&1; then
		npm view ws@8.18.3 version >/dev/null 2>&1 || skip "no registry of npm; see $log"
		cat "$log"
		exit 1
	fi
	echo "$pinned" >"$out/installed"
fi
# Node looks for packages beside the script.
cp "$here/editor.mjs" "$here/guest.mjs" "$here/report.mjs" "$here/sdk.cjs" "$out/"

${CARGO:-cargo} build --quiet --locked --bin flowproof
binary=$(cd "$target/debug" && pwd)/flowproof
failed=0

# The shipped suite, and cases that are not green, with a second attempt.
report() {
	rm -f "$out/junit.xml" "$out/report.jsonl"
	"$target/debug/flowproof" "$@" --report "junit=$out/junit.xml" --report "json=$out/report.jsonl" >"$out/run.log" 2>&1 || true
	"$out/venv/bin/python" "$here/junit.py" "$out/junit.xml" "$out/report.jsonl" || failed=1
}
report run -q
report --project "$here" run -q "$here/red.yaml" --retries 1

rm -f "$out/ready"
mkfifo "$out/ready"
"$binary" --project "$here" serve --tls "$out/tls" >"$out/ready" &
served=$!
trap 'kill "$served" 2>/dev/null || true; wait "$served" 2>/dev/null || true; rm -f "$out/ready"' EXIT
trap 'exit 1' INT TERM
# Waits for the line, or for the end of a command that prints none.
READY=
IFS= read -r READY <"$out/ready" || true
if [ -z "$READY" ]; then
	echo "FAIL  serve   it did not become ready"
	exit 1
fi
export READY

field() {
	node -e 'console.log(process.argv[1].split(".").reduce((one, key) => one[key], JSON.parse(process.env.READY)))' "$1"
}
NODE_EXTRA_CA_CERTS=$(field ca)
export NODE_EXTRA_CA_CERTS
deployment=$(field deployments.0.id)
port=$(field api | sed 's/.*://')

node "$out/editor.mjs" . "$out/node_modules/yaml-language-server/bin/yaml-language-server" || failed=1

# What stands where a region belongs: userinfo, host and port.
guest() {
	name=$1
	shift
	if message=$(node "$out/guest.mjs" -id "$deployment" -r "x@localhost:$port" "$@"); then
		echo "ok    guest   $name"
	else
		echo "FAIL  guest   $name"
		failed=1
	fi
}

guest "a conversation that the flow ends" "hi=>hello" "second=>you said second" "bye=>END"
ended=$message
guest "a conversation that stays open" "hi=>hello" "for python=>you said for python"
"$out/venv/bin/python" "$here/sdk.py" "$ended" "$message" || failed=1
guest "another that stays open" "hi=>hello" "for node=>you said for node"
node "$out/sdk.cjs" "$ended" "$message" || failed=1

# The report of the shipped suite, with a case that fails and one that is skipped.
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
export CHROMIUM
if [ -z "$CHROMIUM" ]; then
	echo "skipped: chromium is not installed, so the HTML report is opened by nobody"
	exit "$failed"
fi
red=$out/red
rm -rf "$red"
mkdir -p "$red"
cp -r flowproof.yaml blocks fixtures scenarios schema "$red/"
sed -i 's/"Is another try worth it?: yes"/"Is another try worth it?: no"/' "$red/scenarios/order_status.yaml"
sed -i 's/^flow:/skip: waits for new rules\nflow:/' "$red/scenarios/refund_dates.yaml"
code=0
(cd "$red" && CI=1 "$binary" run --quiet --report html=report.html) >"$out/red.log" 2>&1 || code=$?
if [ "$code" -ne 1 ]; then
	cat "$out/red.log"
	echo "FAIL  report  the run was to end with 1 and ended with $code"
	exit 1
fi
node "$out/report.mjs" "$red/report.html" || failed=1
exit "$failed"
