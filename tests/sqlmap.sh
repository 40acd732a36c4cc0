#!/usr/bin/env bash
# Lets sqlmap (Debian's package) look for SQL injection in every filter, search and template parameter of a server that this script
# starts for itself, from its Release build. Ends with 1 when anything is found; skips, and says so, without sqlmap.
set -uo pipefail
command -v sqlmap >/dev/null || { echo "skipped: sqlmap is not installed (apt-get install sqlmap)"; exit 0; }
server=$(cd "$(dirname "$0")/.." && pwd)/src/Broadsheet.Server/bin/Release/net10.0/Broadsheet.Server
[ -x "$server" ] || { echo "build first: dotnet build src/Broadsheet.Server -c Release"; exit 2; }
work=$(mktemp -d) key=bsk_sqlmap01_$(head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n') port=${PORT:-5978}
(cd "$work" && ASPNETCORE_URLS=http://127.0.0.1:$port Broadsheet__Data=$work/data Broadsheet__Bootstrap__Email=op@example.com Broadsheet__Bootstrap__ApiKey=$key \
  Broadsheet__Limits__PerCaller=10000000 exec "$server" >"$work/server.log" 2>&1) &
pid=$!
trap 'kill $pid; wait $pid 2>/dev/null; rm -rf "$work"' EXIT
api=http://127.0.0.1:$port auth="Authorization: Bearer $key"
for _ in $(seq 120); do curl -sf -o /dev/null "$api/healthz/ready" && break; sleep 1; done
template=$(curl -sf -H "$auth" "$api/api/v1/reports/templates?limit=1" | sed -n 's/.*"items":\[{"id":"\([^"]*\)".*/\1/p')
found=0
# name, address, body
while IFS='|' read -r name path body; do
  log=$work/$name.log
  sqlmap -u "$api$path" ${body:+--data="$body" -H "Content-Type: application/json"} -H "$auth" --batch --flush-session --output-dir="$work/out" --technique="${TECHNIQUE:-BEUST}" \
    --level="${LEVEL:-2}" --risk=1 --threads=4 --ignore-code=400,404,422 --disable-coloring >"$log" 2>&1
  if grep -qE "is vulnerable|identified the following injection point" "$log"; then found=1; echo "$name: FOUND"; grep -A12 "injection point" "$log"
  else echo "$name: $(grep -oE 'all tested parameters do not appear to be injectable|no parameter\(s\) found|unable to connect.*' "$log" | head -1 | sed 's/^$/see below/') ($(grep -c 'does not seem to be injectable' "$log") parameters)"; fi
done <<TARGETS
schedules|/api/v1/reports/schedules?q=a&enabled=true&state=ok&owner=op@example.com&report_type=quality_summary&channel=email&limit=5
runs|/api/v1/reports/runs?status=succeeded&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&report_type=quality_summary&limit=5
audit|/api/v1/audit?action=schedule.*&object_type=schedule&object_id=x&report_type=x&outcome=done&q=a&limit=5
impact|/api/v1/impact?type=member&id=0199a1b2-0000-7000-8000-000000000001
choices|/api/v1/reports/templates/$template/choices?parameter=region
render|/api/v1/reports/templates/$template/render|{"format":"csv","filters":{"region":"EU*"}}
session|/api/v1/session|{"email":"op@example.com*","password":"x*"}
TARGETS
exit $found
